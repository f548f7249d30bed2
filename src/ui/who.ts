import { html } from "hono/html";
import { face } from "./face.ts";
import { said } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { PersonView } from "./person.ts";
import { verifiedWords } from "./words.ts";

/** Face, pseudonym, what is verified about them in words, who vouches for it; `more` (a time) follows the institution. */
export function who(person: PersonView, more?: Html): Html {
  return html`<div class="who">
    ${face(person.handle)}
    <div>
      <p>
        <a class="pseudonym" href="${person.url}" title="@${person.handle}">${said(person.pseudonym)}</a>
        ${standing(person)}
      </p>
      <p class="soft">
        ${person.verified === undefined ? said(person.institution) : html`vouched for by ${said(person.institution)}`}${more === undefined ? "" : html` · ${more}`}
      </p>
    </div>
  </div>`;
}

/** "✓ physician, dermatology" or "not verified". */
export const standing = ({ verified }: PersonView): Html =>
  verified === undefined
    ? html`<span class="unverified">not verified</span>`
    : html`<span class="verified"
        >${icon("check")}<span
          ><span class="hidden-text">verified </span>${said(verifiedWords(verified))}</span
        ></span
      >`;

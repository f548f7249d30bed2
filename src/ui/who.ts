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
    ${person.isStream === true ? html`<span class="emblem">${icon("streams")}</span>` : face(person.handle)}
    <div>
      <p>
        <a class="pseudonym" href="${person.url}" title="@${person.handle}">${said(person.pseudonym)}</a>
        ${person.isStream === true ? "" : standing(person)}
      </p>
      <p class="soft">${standsBehind(person)}${more === undefined ? "" : html` · ${more}`}</p>
    </div>
  </div>`;
}

function standsBehind({ isStream, verified, institution }: PersonView): Html {
  if (isStream === true) return html`stream of ${said(institution)}`;
  return verified === undefined ? said(institution) : html`vouched for by ${said(institution)}`;
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

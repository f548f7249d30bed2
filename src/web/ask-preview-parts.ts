import { html } from "hono/html";
import type { Audience } from "#domain/audience.ts";
import { caseContent } from "#domain/case-content.ts";
import { caseLinks } from "#domain/case-links.ts";
import type { ClinicalCase } from "#domain/case.ts";
import type { DraftId } from "#domain/ids.ts";
import { KEEP_FIELD, type TextIdentifier } from "#domain/identifier.ts";
import type { CaseImage } from "#domain/image.ts";
import type { Physician } from "#domain/member.ts";
import type { Fault } from "#domain/refusal.ts";
import type { DraftRow } from "#store/drafts.ts";
import type { PeerRow } from "#store/peers.ts";
import { asField } from "#ui/as-field.ts";
import { card } from "#ui/card.ts";
import { checkbox } from "#ui/field.ts";
import { count, type Html, listed, said } from "#ui/html.ts";
import { identifierList } from "#ui/identifiers.ts";

/** A draft without faults. */
export interface ReadyDraft extends DraftRow {
  readonly clinical: ClinicalCase;
  readonly audience: Audience;
}

/** Where what was found stands on the page. */
export const FOUND_ID = "found";

/** How many of the institutions that get a case are named. */
const NAMED = 12;

/** Another of the physician's pseudonyms: the page comes again as it will be seen then. */
export const underWhichName = (draft: ReadyDraft, { persona, personas }: Physician): Html | "" =>
  personas.length < 2
    ? ""
    : card(
        { title: "Under which name", id: "under-which-name" },
        html`<form class="stack" method="get" action="/ask/${draft.id}">
          ${asField({ chosen: persona.handle, personas })}
          <p><button class="button quiet">Show it under this pseudonym</button></p>
        </form>`,
      );

/** What was found in the words, each with a way to change it. */
export const whatWasFound = (id: DraftId, found: readonly TextIdentifier[]): Html =>
  card(
    {
      title: "What may identify the patient",
      id: FOUND_ID,
      note: "Found by rules in the words of the case. They miss some: read it once more yourself.",
    },
    found.length === 0
      ? html`<p>Nothing was found in the words.</p>`
      : identifierList(found, `/ask/${id}/rewrite`),
  );

/** Who will see the case, what has to be decided before, and the button that posts it. */
export const whoGetsIt = (
  draft: ReadyDraft,
  { persona }: Physician,
  trusted: readonly PeerRow[],
  found: readonly TextIdentifier[],
  faults: readonly Fault[],
): Html =>
  card(
    { title: "Who gets it", id: "who-gets-it" },
    html`<p>${reach(draft.audience, trusted)}</p>
      <form class="stack" method="post" action="/ask/${draft.id}/post">
        ${asField({ chosen: persona.handle, personas: [persona] })}
        ${
          draft.audience === "public"
            ? checkbox({
                name: "confirm-public",
                label: "I know that this cannot be taken back from everyone",
                hint: "Anyone can copy a public case, and other servers keep what they got.",
                checked: false,
                faults,
              })
            : ""
        }
        ${
          found.length === 0
            ? ""
            : checkbox({
                name: KEEP_FIELD,
                label: "What was found above identifies nobody",
                hint: "That you decided so is kept with the case, here only.",
                checked: false,
                faults,
              })
        }
        <button class="button wide">Post the case</button>
      </form>
      <div class="row">
        <a class="button quiet" href="/ask?draft=${draft.id}">Change it</a>
        <form method="post" action="/ask/${draft.id}/discard">
          <button class="button plain">Throw it away</button>
        </form>
      </div>
      <p class="soft">
        An emergency? Call your local emergency number: nobody here answers within minutes. A draft is thrown
        away by itself after a day.
      </p>`,
  );

function reach(audience: Audience, trusted: readonly PeerRow[]): Html {
  switch (audience) {
    case "institution":
      return html`Verified colleagues of this institution. Nothing leaves the house.`;
    case "network": {
      if (trusted.length === 0) {
        return html`Verified colleagues of this institution. It trusts no other institution yet, so nothing
        leaves the house now.`;
      }
      const names = trusted.slice(0, NAMED).map(({ name, host }) => said(name === "" ? host : name));
      const more = trusted.length - NAMED;
      return html`Verified colleagues here and at
      ${count(trusted.length, "trusted institution", "trusted institutions")}, wherever somebody follows you
      or the specialty: ${listed(more > 0 ? [...names, html`${more} more`] : names)}.`;
    }
    case "public":
      return html`Everyone: anyone on the web and on any fediverse server, patients and journalists too.`;
  }
}

/** The words and the data as other servers get them, letter by letter. */
export function whatLeaves(draft: ReadyDraft, origin: string): Html {
  const { clinical, audience, images } = draft;
  if (audience === "institution") {
    return card(
      { title: "What leaves the house", id: "what-leaves" },
      html`<p>Nothing: only colleagues who are signed in here can see the case.</p>`,
    );
  }
  const structured = { ...clinical, audience: { scope: audience } };
  return card(
    { title: "What leaves the house", id: "what-leaves" },
    html`<ul class="bullets">
        <li>The text, and the same as data</li>
        <li>
          ${count(images.length, "picture", "pictures")}${images.length === 0 ? "" : ", encoded anew: no place, no time, no camera"}
        </li>
        <li>Your pseudonym, and that this institution vouches for you as a physician</li>
      </ul>
      <details id="exact-text">
        <summary>The exact text, as HTML</summary>
        ${source("Exact text", caseContent(clinical, caseLinks(origin, clinical)))}
      </details>
      <details id="exact-data">
        <summary>The exact data, as JSON</summary>
        ${source("Exact data", JSON.stringify(structured, undefined, 2))}
      </details>
      ${
        images.length === 0
          ? ""
          : html`<details id="exact-pictures">
              <summary>The pictures</summary>
              ${source("Pictures", JSON.stringify(images.map(pictureFacts), undefined, 2))}
            </details>`
      }`,
  );
}

const pictureFacts = ({ id: _id, ...facts }: CaseImage): Omit<CaseImage, "id"> => facts;

const source = (name: string, text: string): Html =>
  html`<pre class="scroll source" tabindex="0" role="region" aria-label="${name}"><code>${text}</code></pre>`;

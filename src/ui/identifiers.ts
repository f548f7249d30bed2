import { html } from "hono/html";
import { IDENTIFIER_WORDS, KEEP_FIELD, type TextIdentifier } from "#domain/identifier.ts";
import type { Fault } from "#domain/refusal.ts";
import { checkbox } from "./field.ts";
import { said } from "./html.ts";
import type { Html } from "./html.ts";

/** What the texts of a case are called on its pages, by their form fields. */
const TEXT_WORDS: Readonly<Record<string, string>> = {
  title: "the title",
  question: "the question",
  findings: "what you found",
  history: "the history",
  tried: "what was tried",
  course: "the course",
};

const textWords = (field: string): string =>
  TEXT_WORDS[field] ?? `the words for picture ${field.replace("alt-", "")}`;

/**
 * What was found in the texts of a draft: each with its place and why, and a button that puts something else there.
 *
 * @param rewriteTo takes `field`, `start`, `found` and `rewrite`
 */
export const identifierList = (found: readonly TextIdentifier[], rewriteTo: string): Html =>
  html`<ul class="found stack">
    ${found.map(
      (one) =>
        html`<li class="stack tight">
          <p><mark>${said(one.found)}</mark> in ${textWords(one.field)}: ${IDENTIFIER_WORDS[one.kind]}.</p>
          <form method="post" action="${rewriteTo}">
            <input type="hidden" name="field" value="${one.field}" />
            <input type="hidden" name="start" value="${one.start}" />
            <input type="hidden" name="found" value="${one.found}" />
            <input type="hidden" name="rewrite" value="${one.rewrite}" />
            <button class="button quiet small">
              ${one.rewrite === "" ? "Take it out" : html`Write “${one.rewrite}” instead`}
            </button>
          </form>
        </li>`,
    )}
  </ul>`;

/** Where something was found and left undecided: the choice to leave it. */
export const keepIdentifiers = (faults: readonly Fault[]): Html | "" =>
  faults.some(({ field }) => field === KEEP_FIELD)
    ? checkbox({
        name: KEEP_FIELD,
        label: "What was found above identifies nobody",
        hint: "That you decided so is kept, here only.",
        checked: false,
        faults,
      })
    : "";

/** Says at the texts of the form that it stands in what may identify the patient, where scripts run. */
export const identifierWatch = html`<consilium-identifiers data-url="/check-texts"></consilium-identifiers>`;

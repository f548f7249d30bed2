import { html } from "hono/html";
import { selectField } from "./field.ts";
import type { Html } from "./html.ts";

/** Under which of one's pseudonyms something is posted. */
export interface AsChoice {
  readonly chosen: string;
  readonly personas: readonly { readonly handle: string; readonly pseudonym: string }[];
}

/** Sends `as`, the handle; says nothing where there is no choice. */
export function asField(choice: AsChoice | undefined): Html | "" {
  if (choice === undefined) return "";
  if (choice.personas.length < 2) return html`<input type="hidden" name="as" value="${choice.chosen}" />`;
  return selectField({
    name: "as",
    label: "Under which pseudonym?",
    hint: "Nobody else sees that they are all yours.",
    value: choice.chosen,
    choices: choice.personas.map(({ handle, pseudonym }) => ({ value: handle, words: pseudonym })),
  });
}

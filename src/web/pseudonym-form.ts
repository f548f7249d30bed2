import { randomInt } from "node:crypto";
import { html } from "hono/html";
import { suggestPseudonyms } from "#domain/pseudonym.ts";
import type { Fault, Refusal } from "#domain/refusal.ts";
import { radios, textField } from "#ui/field.ts";
import type { Html } from "#ui/html.ts";

const SUGGESTIONS = 5;

/** A pseudonym that was asked for, and what is wrong with it. */
export interface EnteredPseudonym {
  readonly pseudonym: string;
  readonly refusal: Refusal;
}

/** What is wrong with what was typed: it belongs to the field for one's own, which has an id of its own. */
export const pseudonymFaults = (entered: EnteredPseudonym | undefined): readonly Fault[] =>
  (entered?.refusal.faults ?? []).map((fault) => ({ ...fault, field: "own" }));

/** The fields in which a pseudonym is chosen among five or written. */
export function pseudonymFields(entered: EnteredPseudonym | undefined): Html {
  const suggested = suggestPseudonyms((bound) => randomInt(bound), SUGGESTIONS);
  return html`${radios({
    name: "pseudonym",
    label: "Take one of these",
    hint: "Made up by chance; nobody here has them.",
    value: entered === undefined ? suggested[0] : undefined,
    choices: suggested.map((words) => ({ value: words, words })),
  })}
  ${textField({
    name: "pseudonym",
    id: "field-own",
    label: "Or write your own",
    hint: "Latin letters. No name, initials, birth year or workplace of yours: colleagues would know you by it. It cannot be changed later.",
    value: entered?.pseudonym,
    faults: pseudonymFaults(entered).map((fault) => ({ ...fault, field: "pseudonym" })),
    optional: true,
    maxLength: 60,
    autocomplete: "off",
  })}`;
}

/** What was chosen: one name is used for the choice and for the field below it; what was typed comes last and wins. */
export function readPseudonymField(form: FormData): string {
  const texts = form.getAll("pseudonym").filter((value) => typeof value === "string");
  return texts.findLast((text) => text.trim() !== "") ?? "";
}

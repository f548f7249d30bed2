import { html } from "hono/html";
import {
  AGE_BANDS,
  MAX_QUESTION_CHARACTERS,
  MAX_SECTION_CHARACTERS,
  MAX_TITLE_CHARACTERS,
  QUESTION_KINDS,
  SEXES,
  SKIN_TYPES,
  URGENCIES,
} from "#domain/case.ts";
import type { Fault } from "#domain/refusal.ts";
import { SPECIALTIES } from "#domain/specialty.ts";
import { ageWords, QUESTION_WORDS, SEX_WORDS, URGENCY_WORDS } from "#domain/words.ts";
import { audienceField } from "./audience-field.ts";
import { card } from "./card.ts";
import { radios, selectField, textArea, textField } from "./field.ts";
import type { Html } from "./html.ts";
import { identifierWatch } from "./identifiers.ts";
import { photoFields } from "./photo-fields.ts";
import type { PhotoRow } from "./photo-fields.ts";
import { tokenField } from "./token.ts";

/** What the form holds; every value as it is sent. */
export interface AskValues {
  readonly photos: readonly PhotoRow[];
  readonly title: string;
  readonly kind: string;
  readonly question: string;
  readonly urgency: string;
  /** Up to three slugs; empty ones are kept in place. */
  readonly specialties: readonly string[];
  readonly ageBand: string;
  readonly sex: string;
  readonly skinType: string;
  readonly findings: string;
  readonly history: string;
  readonly tried: string;
  /** One event a line, "DAY: event". */
  readonly course: string;
  readonly audience: string;
}

/** An empty form; the first specialty is the asker's own, where it is known. */
export const emptyAsk = (specialty = ""): AskValues => ({
  photos: [],
  title: "",
  kind: "diagnosis",
  question: "",
  urgency: "week",
  specialties: [specialty],
  ageBand: "not-stated",
  sex: "not-stated",
  skinType: "",
  findings: "",
  history: "",
  tried: "",
  course: "",
  audience: "network",
});

export interface AskFormOptions {
  readonly action: string;
  readonly csrf?: string | undefined;
  readonly values: AskValues;
  readonly faults?: readonly Fault[];
  /** How many institutions are trusted here, to say what "trusted institutions" means. */
  readonly trustedPeers: number;
}

/**
 * The form of a case, photo first; multipart. Sends the photo fields of {@link photoFields} and what `readCaseDraft` of the domain
 * reads, by its names (`specialty-2` and `specialty-3` empty where none is chosen); faults of those names are shown at their fields.
 */
export function askForm(options: AskFormOptions): Html {
  const { values, faults = [] } = options;
  return html`<form
    class="ask-form columns"
    method="post"
    action="${options.action}"
    enctype="multipart/form-data"
    novalidate
  >
    ${tokenField(options.csrf)} ${identifierWatch}
    <div class="stack wide">
      ${photoFields(values.photos, faults)} ${aboutTheQuestion(values, faults)}
      ${aboutThePatient(values, faults)}
    </div>
    <div class="stack wide">
      ${card({ title: "Who may see it", id: "who-may-see-it" }, audienceField({ chosen: values.audience, faults, trustedPeers: options.trustedPeers }))}
      ${card(
        { title: "Before you post", id: "before-you-post" },
        html`<ul class="bullets">
            <li>
              No names, dates, places, record numbers or rare circumstances: say “day −60”, not “12 January”.
            </li>
            <li>Look at each photo for faces, wrist bands, tattoos and labels.</li>
            <li>An emergency? Call your local emergency number; nobody here answers within minutes.</li>
          </ul>
          <p><button class="button wide">See exactly what leaves</button></p>
          <p class="soft">Nothing is posted yet: the next page shows it all once more.</p>`,
      )}
    </div>
  </form>`;
}

const aboutTheQuestion = (values: AskValues, faults: readonly Fault[]): Html =>
  card(
    { title: "Your question", id: "your-question" },
    html`${textField({ name: "title", label: "The case in one line", hint: "For example: annular plaque on the forearm, unmoved by terbinafine", required: true, maxLength: MAX_TITLE_CHARACTERS, faults, value: values.title, autocomplete: "off" })}
      ${textArea({ name: "question", label: "What do you want to know?", hint: "For example: fungal after all, or should I biopsy?", required: true, rows: 2, maxLength: MAX_QUESTION_CHARACTERS, faults, value: values.question })}
      <div class="fields-beside">
        ${selectField({ name: "question-kind", label: "Kind of question", faults, value: values.kind, choices: QUESTION_KINDS.map((kind) => ({ value: kind, words: QUESTION_WORDS[kind] })) })}
        ${specialtyField(1, "Specialty to ask", values, faults)}
      </div>
      ${radios({ name: "urgency", label: "How soon?", faults, value: values.urgency, choices: URGENCIES.map((urgency) => ({ value: urgency, words: URGENCY_WORDS[urgency] })) })}
      <details
        id="more-specialties"
        ${values.specialties.slice(1).some((slug) => slug !== "") ? html` open` : ""}
      >
        <summary>Ask other specialties too</summary>
        <div class="fields-beside">
          ${specialtyField(2, "Second specialty", values, faults)}${specialtyField(3, "Third specialty", values, faults)}
        </div>
      </details>`,
  );

function specialtyField(number: 1 | 2 | 3, label: string, values: AskValues, faults: readonly Fault[]): Html {
  const none = { value: "", words: number === 1 ? "Choose one" : "None" };
  const choices = [none, ...SPECIALTIES.map(({ slug, name }) => ({ value: slug, words: name }))];
  const value = values.specialties[number - 1] ?? "";
  return selectField({
    name: `specialty-${number}`,
    label,
    faults,
    value,
    choices,
    required: number === 1,
  });
}

const aboutThePatient = (values: AskValues, faults: readonly Fault[]): Html =>
  card(
    {
      title: "The patient",
      id: "the-patient",
      note: "A photo and a question are enough; colleagues answer better when they know more.",
    },
    html`<div class="fields-beside">
        ${selectField({ name: "age-band", label: "Age", faults, value: values.ageBand, choices: AGE_BANDS.map((band) => ({ value: band, words: statedWords(band, ageWords(band)) })) })}
        ${selectField({ name: "sex", label: "Sex", faults, value: values.sex, choices: SEXES.map((sex) => ({ value: sex, words: statedWords(sex, SEX_WORDS[sex]) })) })}
        ${selectField({ name: "skin-type", label: "Skin type (Fitzpatrick)", faults, value: values.skinType, choices: [{ value: "", words: "not stated" }, ...SKIN_TYPES.map((type) => ({ value: type, words: type }))] })}
      </div>
      ${textArea({ name: "findings", label: "What you found", optional: true, rows: 4, maxLength: MAX_SECTION_CHARACTERS, faults, value: values.findings })}
      ${textArea({ name: "history", label: "History", hint: "Past illnesses, family, travel, medication, allergies.", optional: true, rows: 2, maxLength: MAX_SECTION_CHARACTERS, faults, value: values.history })}
      ${textArea({ name: "tried", label: "What was tried, and what it did", optional: true, rows: 2, maxLength: MAX_SECTION_CHARACTERS, faults, value: values.tried })}
      ${textArea({ name: "course", label: "Course", hint: "One event on each line, with its day counted from the day you saw the patient. For example: −60: first noticed", optional: true, rows: 3, maxLength: MAX_SECTION_CHARACTERS, faults, value: values.course })}`,
  );

/** Beside a label that names the thing, "not stated" is enough. */
const statedWords = (value: string, words: string): string => (value === "not-stated" ? "not stated" : words);

import { z } from "zod";

import {
  AGE_BANDS,
  type ClinicalCase,
  MAX_COURSE_DAYS,
  MAX_COURSE_EVENTS,
  MAX_EVENT_CHARACTERS,
  MAX_QUESTION_CHARACTERS,
  MAX_SECTION_CHARACTERS,
  MAX_SPECIALTIES,
  MAX_TITLE_CHARACTERS,
  MIN_QUESTION_CHARACTERS,
  QUESTION_KINDS,
  SEXES,
  SKIN_TYPES,
  URGENCIES,
} from "./case.ts";
import { cannotKeep } from "./json.ts";
import { faultsOf, invalidFields } from "./refusal.ts";
import { cleanLine, cleanProse } from "./text.ts";

const titleRule = `Give the case a title of at most ${MAX_TITLE_CHARACTERS} characters.`;
const questionRule = `Ask a question of ${MIN_QUESTION_CHARACTERS} to ${MAX_QUESTION_CHARACTERS} characters.`;
const specialtiesRule = `Choose 1 to ${MAX_SPECIALTIES} specialties, each once.`;
const eventRule = `Describe an event of the course in at most ${MAX_EVENT_CHARACTERS} characters.`;
const dayRule = `Count the days of the course from presentation (day 0), at most ${MAX_COURSE_DAYS} either way.`;

const poolingRule = "Name the pooling rule as in inverse-rank: small letters, digits and hyphens.";

const slug = z.string(specialtiesRule).regex(/^[a-z][a-z0-9-]{0,63}$/u, specialtiesRule);

const section = (name: string) =>
  z
    .string()
    .overwrite(cleanProse)
    .max(MAX_SECTION_CHARACTERS, `Shorten ${name} to at most ${MAX_SECTION_CHARACTERS} characters.`)
    .nullish()
    .transform((text) => (text === null || text === "" ? undefined : text));

/**
 * The structured case as JSON, the same on the wire (property `clinicalCase`) and in the database. Reading cleans the
 * texts of hidden characters ({@link cleanProse}) and keeps properties that we do not know. A specialty may be one that
 * only its author's institution has. Messages are sentences for whoever wrote the case.
 */
export const clinicalCaseSchema: z.ZodType<ClinicalCase> = z.looseObject({
  title: z.string(titleRule).overwrite(cleanLine).min(1, titleRule).max(MAX_TITLE_CHARACTERS, titleRule),
  question: z.looseObject({
    kind: z.enum(QUESTION_KINDS, "Choose what kind of question it is from the list."),
    text: z
      .string(questionRule)
      .overwrite(cleanProse)
      .min(MIN_QUESTION_CHARACTERS, questionRule)
      .max(MAX_QUESTION_CHARACTERS, questionRule),
  }),
  urgency: z.enum(URGENCIES, "Choose from the list how soon you want an answer."),
  specialties: z
    .tuple([slug], slug, specialtiesRule)
    .refine(
      (slugs) => slugs.length <= MAX_SPECIALTIES && new Set(slugs).size === slugs.length,
      specialtiesRule,
    ),
  patient: z.looseObject({
    ageBand: z.enum(AGE_BANDS, "Choose the patient's age from the list of bands."),
    sex: z.enum(SEXES, "Choose the patient's sex from the list."),
    skinType: z
      .enum(SKIN_TYPES, "Choose the skin type from the list, Fitzpatrick I to VI.")
      .nullish()
      .transform((type) => type ?? undefined),
  }),
  findings: section("the findings"),
  history: section("the history"),
  tried: section("what was tried"),
  course: z
    .array(
      z.looseObject({
        day: z.int(dayRule).min(-MAX_COURSE_DAYS, dayRule).max(MAX_COURSE_DAYS, dayRule),
        event: z
          .string(eventRule)
          .overwrite(cleanLine)
          .min(1, eventRule)
          .max(MAX_EVENT_CHARACTERS, eventRule),
      }),
    )
    .max(MAX_COURSE_EVENTS, `Name at most ${MAX_COURSE_EVENTS} events of the course.`)
    .nullish()
    .transform((events) => events ?? undefined),
  pooling: z
    .string(poolingRule)
    .regex(/^[a-z][a-z0-9-]{0,63}$/u, poolingRule)
    .nullish()
    .transform((name) => name ?? undefined),
});

/**
 * Reads a structured case that came from another institution.
 *
 * @throws Refusal with a fault for each property that is missing, wrong or too long, or when it cannot be kept at all
 */
export function readClinicalCase(value: unknown): ClinicalCase {
  const why = cannotKeep(value);
  if (why !== undefined) throw invalidFields([{ field: "clinicalCase", message: why }]);
  const read = clinicalCaseSchema.safeParse(value);
  if (!read.success) throw invalidFields(faultsOf(read.error.issues));
  return read.data;
}

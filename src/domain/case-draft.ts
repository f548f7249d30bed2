import { type Audience, AUDIENCES, DEFAULT_AUDIENCE } from "./audience.ts";
import type { ClinicalCase } from "./case.ts";
import { clinicalCaseSchema } from "./clinical-case.ts";
import { checkCourse } from "./course.ts";
import { EMERGENCY_ADVICE, readsLikeEmergency } from "./emergency.ts";
import { type Fault, faultsOf, invalidFields } from "./refusal.ts";
import { specialtyOf } from "./specialty.ts";

/** The text fields of a form by name; a missing one is an empty one. */
export type FormFields = Readonly<Record<string, string | undefined>>;

/** What the author of a case decided. */
export interface CaseDraft {
  readonly clinical: ClinicalCase;
  readonly audience: Audience;
}

const SPECIALTY_FIELDS = ["specialty-1", "specialty-2", "specialty-3"];

/** Where the form asks for what the structured case holds. */
const FIELD_OF_PATH: Readonly<Record<string, string>> = {
  "question.text": "question",
  "question.kind": "question-kind",
  "patient.ageBand": "age-band",
  "patient.sex": "sex",
  "patient.skinType": "skin-type",
};

/**
 * Reads the form that asks: `title`, `question`, `question-kind`, `urgency`, `specialty-1` to `specialty-3`,
 * `age-band`, `sex`, `skin-type`, `findings`, `history`, `tried`, `course` (one event a line, see {@link checkCourse})
 * and `audience`. Title, question and specialty are needed; what else is left out is a diagnosis wanted, without hurry, of a
 * patient whose age and sex are not stated, for the network. Markup is text; hidden characters are removed.
 *
 * @throws Refusal with every fault at once, by the names above; also where the case reads like an emergency
 */
export function readCaseDraft(fields: FormFields): CaseDraft {
  const one = (name: string): string => fields[name] ?? "";
  const chosen = (name: string): string | undefined => one(name).trim() || undefined;
  const specialtyFields = SPECIALTY_FIELDS.filter((name) => chosen(name) !== undefined);
  const course = checkCourse(one("course"));
  const audience = readAudience(chosen("audience"));

  const read = clinicalCaseSchema.safeParse({
    title: one("title"),
    question: { kind: chosen("question-kind") ?? "diagnosis", text: one("question") },
    urgency: chosen("urgency") ?? "none",
    specialties: specialtyFields.map((name) => one(name).trim()),
    patient: {
      ageBand: chosen("age-band") ?? "not-stated",
      sex: chosen("sex") ?? "not-stated",
      ...(chosen("skin-type") !== undefined && { skinType: chosen("skin-type") }),
    },
    ...(chosen("findings") !== undefined && { findings: one("findings") }),
    ...(chosen("history") !== undefined && { history: one("history") }),
    ...(chosen("tried") !== undefined && { tried: one("tried") }),
    ...(course.ok && course.value.length > 0 && { course: course.value }),
  });

  const faults: Fault[] = read.success ? [] : faultsOf(read.error.issues).map(asFormFault);
  for (const field of specialtyFields) {
    if (specialtyOf(one(field).trim()) === undefined) {
      faults.push({ field, message: "Choose the specialty from the list." });
    }
  }
  if (!course.ok) faults.push(...course.faults);
  if (audience === undefined) {
    faults.push({ field: "audience", message: "Choose from the list who may see the case." });
  }
  for (const field of ["title", "question", "findings"]) {
    const phrase = readsLikeEmergency(one(field));
    if (phrase !== undefined) faults.push({ field, message: `“${phrase}”: ${EMERGENCY_ADVICE}` });
  }
  if (faults.length > 0 || !read.success || audience === undefined)
    throw invalidFields(onePerMessage(faults));
  return { clinical: read.data, audience };
}

const readAudience = (chosen: string | undefined): Audience | undefined =>
  chosen === undefined ? DEFAULT_AUDIENCE : AUDIENCES.find((audience) => audience === chosen);

function asFormFault({ field, message }: Fault): Fault {
  const top = field.split(".")[0] ?? field;
  return { field: FIELD_OF_PATH[field] ?? (top === "specialties" ? "specialty-1" : top), message };
}

/** The faults, without those that say of a field what another one already said. */
function onePerMessage(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.field} ${fault.message}`, fault])).values()];
}

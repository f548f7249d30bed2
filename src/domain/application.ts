import { PROFESSIONS, type Verified } from "./attestation.ts";
import { type Licence, readLicence } from "./licence/read-licence.ts";
import { type Fault, invalidFields } from "./refusal.ts";
import { specialtyOf } from "./specialty.ts";
import { cleanLine } from "./text.ts";

/** Who somebody is, as they say themselves: for the registrar's eyes, and then for nobody's but the custodians'. */
export interface ApplicantDetails {
  readonly name: string;
  readonly licence: Licence;
}

export interface Application {
  readonly details: ApplicantDetails;
  readonly verified: Verified & { readonly country: string };
}

const MAX_NAME_CHARACTERS = 200;
const MAX_GRADE_CHARACTERS = 60;

/**
 * Reads an application's fields: `name`, `profession`, `specialty` and `grade` (may be empty), `register`, `number`.
 * @throws Refusal invalid with every fault, each naming its field
 */
export function readApplication(field: (name: string) => string): Application {
  const faults: Fault[] = [];
  const name = cleanLine(field("name"));
  if (name === "" || name.length > MAX_NAME_CHARACTERS) {
    faults.push({ field: "name", message: "Give your name as your register has it." });
  }
  const profession = PROFESSIONS.find((one) => one === field("profession"));
  if (profession === undefined) faults.push({ field: "profession", message: "Choose your profession." });
  const specialty = field("specialty").trim() || undefined;
  if (specialty !== undefined && specialtyOf(specialty) === undefined) {
    faults.push({ field: "specialty", message: "Choose a specialty of the list, or none." });
  }
  const grade = cleanLine(field("grade")) || undefined;
  if (grade !== undefined && grade.length > MAX_GRADE_CHARACTERS) {
    faults.push({ field: "grade", message: `A grade has at most ${MAX_GRADE_CHARACTERS} characters.` });
  }
  const licence = readLicence(field("register"), field("number"));
  if (!licence.ok) faults.push(...licence.faults);
  if (profession === undefined || !licence.ok || faults.length > 0) throw invalidFields(faults);
  return {
    details: { name, licence: licence.value },
    verified: { profession, specialty, grade, country: licence.value.country },
  };
}

export const MAX_PROOF_BYTES = 5 * 1024 * 1024;

const PROOF_TYPES: readonly { readonly type: string; readonly begins: readonly number[] }[] = [
  { type: "application/pdf", begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: "image/jpeg", begins: [0xff, 0xd8, 0xff] },
  { type: "image/png", begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
];

/** What a proof is, by its first bytes and not by its name; `undefined` where it is nothing that a registrar can look at. */
export const proofType = (bytes: Uint8Array): string | undefined =>
  PROOF_TYPES.find(({ begins }) => begins.every((byte, at) => bytes[at] === byte))?.type;

import type { Profession, Verified } from "#domain/attestation.ts";
import type { Audience } from "#domain/audience.ts";
import type { AgeBand, QuestionKind, Sex, Urgency } from "#domain/case.ts";
import type { CommentReason } from "#domain/opinion.ts";
import { specialtyOf } from "#domain/specialty.ts";

/** What the pages call the values of the domain, in plain English. */

export const URGENCY_WORDS: Readonly<Record<Urgency, string>> = {
  hours: "Answer within hours",
  day: "Answer within 24 h",
  week: "Answer within a week",
  none: "No hurry",
};

export const AUDIENCE_WORDS: Readonly<Record<Audience, { readonly short: string; readonly long: string }>> = {
  institution: {
    short: "This institution only",
    long: "Nothing leaves the house. Only verified colleagues here see the case.",
  },
  network: {
    short: "Trusted institutions",
    long: "Verified colleagues at the institutions that ours trusts. Others cannot find it.",
  },
  public: {
    short: "Everyone",
    long: "Anyone on the web and on any fediverse server, patients and journalists too. Copies cannot be called back.",
  },
};

export const QUESTION_WORDS: Readonly<Record<QuestionKind, string>> = {
  diagnosis: "What is it?",
  "next-test": "Which test next?",
  treatment: "How to treat?",
  triage: "How soon, and where to?",
  "read-image": "What does this image show?",
  teaching: "A case to learn from",
};

export const PROFESSION_WORDS: Readonly<Record<Profession, string>> = {
  physician: "physician",
  resident: "resident physician",
  student: "medical student",
  nurse: "nurse",
  pharmacist: "pharmacist",
};

export const SEX_WORDS: Readonly<Record<Sex, string>> = {
  female: "female",
  male: "male",
  intersex: "intersex",
  "not-stated": "sex not stated",
};

/** Why an opinion is only a comment, as the end of the sentence "Not counted: …". */
export const COMMENT_WORDS: Readonly<Record<CommentReason, string>> = {
  "no-attestation": "nobody vouches for the author as a physician.",
  "unknown-peer": "our institution does not trust the author's institution yet.",
  "issuer-is-not-the-authors-host": "another institution than the author's own signed for them.",
  "bad-signature": "the signature of the author's attestation does not fit.",
  "other-persona": "the attestation that came with it is somebody else's.",
  "other-key": "it was signed with a key that the attestation does not name.",
  expired: "the author's attestation had run out.",
  "not-a-physician": "the author is verified, but not as a physician.",
  "unreachable-issuer": "the author's institution did not answer when we checked their attestation.",
  "no-proof": "it does not carry the author's own signature.",
  "not-first": "the author had answered this case before, and the first answer is the one that counts.",
};

/** "physician, dermatology, Norway": what an institution verified, never who. */
export function verifiedWords(verified: Verified): string {
  const parts = [PROFESSION_WORDS[verified.profession]];
  if (verified.specialty !== undefined) parts.push(specialtyWords(verified.specialty).toLowerCase());
  if (verified.grade !== undefined) parts.push(verified.grade);
  if (verified.country !== undefined) parts.push(countryWords(verified.country));
  return parts.join(", ");
}

/** The name of a specialty; a slug from elsewhere that we do not know stays as it came. */
export const specialtyWords = (slug: string): string => specialtyOf(slug)?.name ?? slug;

const countries = new Intl.DisplayNames("en", { type: "region" });

/** The English name of a country; what is no ISO 3166-1 code stays as it came. */
const countryWords = (code: string): string =>
  /^[A-Z]{2}$/u.test(code) ? (countries.of(code) ?? code) : code;

/** "40 to 44 years", "6 to 11 months", "90 years or more". */
export function ageWords(band: AgeBand): string {
  if (band === "not-stated") return "age not stated";
  if (band === "90+") return "90 years or more";
  const [from, to] = band.replace("m", "").split("-");
  return `${from} to ${to} ${band.endsWith("m") ? "months" : "years"}`;
}

/** "day −60", "day 0", "day 14", with a real minus sign. */
export const dayWords = (day: number): string => `day ${day < 0 ? `−${-day}` : day}`;

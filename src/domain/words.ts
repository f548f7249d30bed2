import type { Audience } from "./audience.ts";
import type { Profession } from "./attestation.ts";
import type { AgeBand, ClinicalCase, QuestionKind, Sex, Urgency } from "./case.ts";
import type { PostAudience } from "./post.ts";

/** What the values of the domain are called, on the pages and in what a stranger's fediverse reader shows. */

export const QUESTION_WORDS: Readonly<Record<QuestionKind, string>> = {
  diagnosis: "What is it?",
  "next-test": "Which test next?",
  treatment: "How to treat?",
  triage: "How soon, and where to?",
  "read-image": "What does this image show?",
  teaching: "A case to learn from",
};

export const URGENCY_WORDS: Readonly<Record<Urgency, string>> = {
  hours: "Answer within hours",
  day: "Answer within 24 h",
  week: "Answer within a week",
  none: "No hurry",
};

export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = {
  institution: "This institution only",
  network: "Trusted institutions",
  public: "Everyone",
};

export const POST_AUDIENCE_WORDS: Readonly<Record<PostAudience, string>> = {
  public: "Everyone",
  unlisted: "Everyone, quietly",
  followers: "Followers",
  direct: "Only those it names",
};

export const SEX_WORDS: Readonly<Record<Sex, string>> = {
  female: "female",
  male: "male",
  intersex: "intersex",
  "not-stated": "sex not stated",
};

export const PROFESSION_WORDS: Readonly<Record<Profession, string>> = {
  physician: "physician",
  resident: "resident physician",
  student: "medical student",
  nurse: "nurse",
  pharmacist: "pharmacist",
};

/** "40 to 44 years", "6 to 11 months", "90 years or more". */
export function ageWords(band: AgeBand): string {
  if (band === "not-stated") return "age not stated";
  if (band === "90+") return "90 years or more";
  const [from, to] = band.replace("m", "").split("-");
  return `${from} to ${to} ${band.endsWith("m") ? "months" : "years"}`;
}

/** "female, 40 to 44 years, skin type III"; what is not stated is left out, and nothing stated is "not stated". */
export function patientWords({ ageBand, sex, skinType }: ClinicalCase["patient"]): string {
  const parts = [
    sex === "not-stated" ? [] : [SEX_WORDS[sex]],
    ageBand === "not-stated" ? [] : [ageWords(ageBand)],
    skinType === undefined ? [] : [`skin type ${skinType}`],
  ].flat();
  return parts.length === 0 ? "not stated" : parts.join(", ");
}

/** "day −31", "day 0", "day 14", with a true minus sign. */
export const dayWords = (day: number): string => `day ${day < 0 ? `−${-day}` : day}`;

/** "70 % sure of the first diagnosis", or of the first rank where several are tied on it. */
export const confidenceWords = (confidence: number, tied: boolean): string =>
  `${confidence} % sure ${tied ? "that it is one of the first" : "of the first diagnosis"}`;

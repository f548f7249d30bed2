import type { Audience } from "./audience.ts";
import type { Profession } from "./attestation.ts";
import type { PoolingName } from "./pooling/rules.ts";
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

const RANK_WEIGHTS =
  "In each answer the first rank weighs 1, the second 1/2, the third 1/3 and so on; diagnoses on one rank share its weight equally, and the weights of an answer are scaled to add up to one.";

/** What a pooling rule is called, and how it comes to the shares. */
export const POOLING_WORDS: Readonly<Record<PoolingName, { readonly name: string; readonly how: string }>> = {
  "inverse-rank": { name: "rank-weighted", how: `${RANK_WEIGHTS} The share is the mean over all answers.` },
  plurality: {
    name: "first ranks only",
    how: "The share is how often a diagnosis is ranked first, divided equally where an answer ranks several first.",
  },
  "confidence-weighted": {
    name: "rank- and confidence-weighted",
    how: `${RANK_WEIGHTS} The share is the mean over all answers, in which one given as certain weighs three times one given as a guess.`,
  },
  "agreement-weighted": {
    name: "rank- and agreement-weighted",
    how: `${RANK_WEIGHTS} The share is the mean over all answers, in which an answer weighs more the more it agrees with the others: at most three times as much.`,
  },
  "record-weighted": {
    name: "rank- and record-weighted",
    how: `${RANK_WEIGHTS} The share is the mean over all answers, in which an author with twenty resolved cases or more weighs between a half and one and a half by how often they were right, and everybody else 1.`,
  },
  "plackett-luce": {
    name: "Plackett–Luce",
    how: "The shares are those under which the rankings given are likeliest (the Plackett–Luce model); what an answer does not name is behind all that it names.",
  },
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

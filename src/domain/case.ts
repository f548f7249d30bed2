import type { Audience } from "./audience.ts";
import type { ActorId, CaseId } from "./ids.ts";
import type { CaseImage } from "./image.ts";

export const QUESTION_KINDS = [
  "diagnosis",
  "next-test",
  "treatment",
  "triage",
  "read-image",
  "teaching",
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** How soon an answer is wanted. Emergencies are refused: see product.md, "What it is not". */
export const URGENCIES = ["hours", "day", "week", "none"] as const;
export type Urgency = (typeof URGENCIES)[number];

export const SEXES = ["female", "male", "intersex", "not-stated"] as const;
export type Sex = (typeof SEXES)[number];

/** Months under two years, then five-year bands; 90 and above is one band (HIPAA Safe Harbor). */
export const AGE_BANDS = [
  "0-2m",
  "3-5m",
  "6-11m",
  "12-23m",
  "2-4",
  "5-9",
  "10-14",
  "15-19",
  "20-24",
  "25-29",
  "30-34",
  "35-39",
  "40-44",
  "45-49",
  "50-54",
  "55-59",
  "60-64",
  "65-69",
  "70-74",
  "75-79",
  "80-84",
  "85-89",
  "90+",
  "not-stated",
] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export const SKIN_TYPES = ["I", "II", "III", "IV", "V", "VI"] as const;
export type SkinType = (typeof SKIN_TYPES)[number];

/** Something that happened, in days relative to presentation (day 0); there is no date type. */
export interface CourseEvent {
  readonly day: number;
  readonly event: string;
}

/** The structured case, as clinical-schema.md has it; what is absent was not said. */
export interface ClinicalCase {
  readonly title: string;
  readonly question: { readonly kind: QuestionKind; readonly text: string };
  readonly urgency: Urgency;
  /** One to three specialty slugs; the first is the stream that the case goes to. */
  readonly specialties: readonly [string, ...string[]];
  readonly patient: {
    readonly ageBand: AgeBand;
    readonly sex: Sex;
    readonly skinType?: SkinType | undefined;
  };
  readonly findings?: string | undefined;
  readonly history?: string | undefined;
  readonly tried?: string | undefined;
  readonly course?: readonly CourseEvent[] | undefined;
  /** How the home institution has opinions pooled: a name in `pooling/rules.ts`, or one of a later version. */
  readonly pooling?: string | undefined;
}

/** A case as the pages and the federation read it, local or remote. */
export interface Case {
  readonly id: CaseId;
  /** The ActivityPub id: at its home institution, which for a local case is this one. */
  readonly uri: string;
  readonly author: ActorId;
  readonly local: boolean;
  readonly audience: Audience;
  readonly clinical: ClinicalCase;
  readonly images: readonly CaseImage[];
  readonly publishedAt: Date;
}

export const MAX_TITLE_CHARACTERS = 160;
export const MAX_QUESTION_CHARACTERS = 500;
export const MIN_QUESTION_CHARACTERS = 3;
export const MAX_SECTION_CHARACTERS = 5000;
export const MAX_SPECIALTIES = 3;
export const MAX_COURSE_EVENTS = 60;
export const MAX_EVENT_CHARACTERS = 300;
/** Ninety years: a longer course would tell an age above 89. */
export const MAX_COURSE_DAYS = 32_850;

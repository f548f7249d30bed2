import { type Coding, MAX_DIAGNOSIS_CHARACTERS } from "../diagnosis.ts";

/** Languages in which terms are named here; "und" where a name belongs to none, as most abbreviations do. */
export const TERM_LANGUAGES = ["en", "de", "fr", "es"] as const;
export type TermLanguage = (typeof TERM_LANGUAGES)[number];

export type NameKind = "label" | "synonym" | "abbreviation";

export interface TermName {
  readonly name: string;
  readonly language: TermLanguage | "und";
  readonly kind: NameKind;
}

/** A diagnosis as a row of a terminology has it. */
export interface TermRow {
  /** As the terminology writes it, such as `DOID:8893` or `L40.0`. */
  readonly code: string;
  /** The first is its label in English, or in the terminology's own language. */
  readonly names: readonly [TermName, ...TermName[]];
  /** Codes of the same terminology. */
  readonly parents: readonly string[];
  /** Codes of classifications that it falls under. */
  readonly also: readonly Coding[];
}

/** A name as long as a diagnosis may be: the few that terminologies have longer are cut. */
export const shortName = (name: string): string =>
  name.length > MAX_DIAGNOSIS_CHARACTERS ? `${name.slice(0, MAX_DIAGNOSIS_CHARACTERS - 1)}…` : name;

/** What cannot be read, or read but not taken: for the line of a report. */
export type RowResult = { readonly row: TermRow } | { readonly fault: string };

/**
 * Systems that sort many diagnoses into one class, each with its residue of "other" and "unspecified": an equal code says that
 * two are counted together, not that they are the same. The codes of every other system name one diagnosis.
 */
const CLASSIFICATION = /^(?:icd|icpc)/u;

/** Whether equal codes of this system mean the same diagnosis. */
export const namesOneDiagnosis = (system: string): boolean => !CLASSIFICATION.test(system);

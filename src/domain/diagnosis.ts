/** A code of a diagnosis in a published system; `system` is a short lower-case name such as `icd10cm` or `doid`. */
export interface Coding {
  readonly system: string;
  readonly code: string;
}

/** A diagnosis as a physician wrote it, with its codes where they are known. */
export interface Diagnosis {
  /** 1 to 200 characters, trimmed, white space folded. */
  readonly text: string;
  readonly codings: readonly Coding[];
}

/** Diagnoses tied on one rank; never empty. */
export type Rank = readonly [Diagnosis, ...Diagnosis[]];
/** Ranks, best first; never empty. One to ten diagnoses in all, on one to five ranks, none twice. */
export type Differential = readonly [Rank, ...Rank[]];

export const MAX_DIAGNOSES = 10;
export const MAX_RANKS = 5;
export const MAX_DIAGNOSIS_CHARACTERS = 200;
export const MAX_CODINGS = 10;

/** Whether this can name a system of codes: `icd10cm`. */
export const isCodeSystem = (text: string): boolean => /^[a-z][a-z0-9-]{0,31}$/u.test(text);
/** Whether this can be a code: 1 to 64 letters, digits and `. : / + - _`. */
export const isCode = (text: string): boolean => /^[\w.:/+-]{1,64}$/u.test(text);

/** One string for a (system, code); neither holds a space. */
export const codingKey = ({ system, code }: Coding): string => `code ${system} ${code}`;

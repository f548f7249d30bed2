import { benchConsensus, consensusLines } from "./rows/consensus.ts";
import { benchDeid } from "./rows/deid.ts";
import { benchTerms, termsLines } from "./rows/terms.ts";
import { benchTypeahead, typeaheadLines } from "./rows/typeahead.ts";
import { deidTable } from "./support/deid-table.ts";

/** What a study found: for programs, and for people. */
export interface StudyResult {
  readonly found: object;
  readonly lines: readonly string[];
}

export interface StudyOptions {
  /** A folder with readings, in the format of `demo/reading-files.ts`. */
  readonly cases: string | undefined;
  /** A terminology beside the project's own list. */
  readonly terminology: string | undefined;
  /** A folder with labelled queries beside the project's own notes. */
  readonly queries: string | undefined;
}

/** What is measured of meaning and not of cost; each stands by itself, and runs only when it is asked for by `--only`. */
const STUDIES: Readonly<Record<string, (options: StudyOptions) => Promise<StudyResult>>> = {
  async consensus({ cases }) {
    const found = await benchConsensus({ cases: needed(cases) });
    return { found, lines: consensusLines(found) };
  },
  async terms({ cases, terminology }) {
    const found = await benchTerms({ cases: needed(cases), terminology });
    return { found, lines: termsLines(found) };
  },
  async deid({ queries }) {
    const sets = await benchDeid(queries);
    return { found: { name: "deid", ...sets }, lines: [deidTable(sets)] };
  },
  async typeahead() {
    const found = await benchTypeahead();
    return { found, lines: typeaheadLines(found) };
  },
};

export const STUDY_NAMES: readonly string[] = Object.keys(STUDIES);

/** Runs a study; undefined where there is none of this name. @throws Error where it lacks its readings */
export async function runStudy(name: string, options: StudyOptions): Promise<StudyResult | undefined> {
  return STUDIES[name]?.(options);
}

function needed(cases: string | undefined): string {
  if (cases === undefined)
    throw new Error("Name the readings: --cases FOLDER, with cases.jsonl and conditions.tsv.");
  return cases;
}

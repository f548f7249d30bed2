import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Absent: all rows. */
  readonly only: string | undefined;
  readonly json: boolean;
  /** Whether the table in RESULTS.md is written anew. */
  readonly write: boolean;
  readonly objects: number;
  /** Readings, for the studies. */
  readonly cases: string | undefined;
  readonly terminology: string | undefined;
  readonly queries: string | undefined;
}

const DEFAULT_OBJECTS = 100_000;
const FULL_OBJECTS = 10_000_000;

export const usage = (
  names: readonly string[],
): string => `npm run bench -- [--only NAME] [--scale N|full] [--cases FOLDER] [--terminology FILE] [--queries FOLDER] [--json] [--write]
  --only NAME  one row: ${names.join(", ")}
  --scale N    objects in the seeded database: ${DEFAULT_OBJECTS} by default; full is ${FULL_OBJECTS}, which takes minutes to seed
  --cases FOLDER      readings that consensus and terms are measured on: cases.jsonl and conditions.tsv
  --terminology FILE  a terminology that terms has beside the project's own list
  --queries FOLDER    labelled texts that deid has beside bench/notes: queries.jsonl
  --json       print the rows as one JSON object, last on standard output
  --write      put the table into bench/RESULTS.md`;

/** Reads the command line. @throws Error in words, for whoever typed it */
export function readOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      scale: { type: "string", default: String(DEFAULT_OBJECTS) },
      cases: { type: "string" },
      terminology: { type: "string" },
      queries: { type: "string" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  if (values.only !== undefined && !names.includes(values.only)) {
    throw new Error(`--only takes one of ${names.join(", ")}, not "${values.only}".`);
  }
  if (values.scale !== "full" && !/^[1-9]\d{3,7}$/u.test(values.scale)) {
    throw new Error(`--scale takes a whole number from 1000 to 99999999, or full, not "${values.scale}".`);
  }
  return {
    only: values.only,
    json: values.json,
    write: values.write,
    cases: values.cases,
    terminology: values.terminology,
    queries: values.queries,
    objects: values.scale === "full" ? FULL_OBJECTS : Number(values.scale),
  };
}

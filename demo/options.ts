import { parseArgs } from "node:util";

export interface DemoOptions {
  /** A folder with `cases.jsonl` and `conditions.tsv`; absent: the sample of the project's own. */
  readonly cases: string | undefined;
  readonly limit: number | undefined;
  readonly once: boolean;
  readonly json: boolean;
}

export const USAGE = `npm run demo -- [--cases DIR] [--limit N] [--once] [--json]
  --cases DIR  post the readings of this folder (cases.jsonl, conditions.tsv) instead of the sample
  --limit N    the first N of them
  --once       end when all is delivered; exit 0 only if nothing is missing
  --json       print the result as one JSON object, last on standard output`;

/** Reads the command line. @throws Error in words, for whoever typed it */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string" },
      limit: { type: "string" },
      once: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  if (values.limit !== undefined && !/^[1-9]\d{0,5}$/u.test(values.limit)) {
    throw new Error(`--limit takes a whole number from 1 up, not "${values.limit}".`);
  }
  return {
    cases: values.cases,
    limit: values.limit === undefined ? undefined : Number(values.limit),
    once: values.once,
    json: values.json,
  };
}

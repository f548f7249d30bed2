import { parseArgs } from "node:util";
import { z } from "zod";
import { readReadingFiles } from "#demo/reading-files.ts";
import { termNamed } from "#domain/terms/code-diagnoses.ts";
import { matchKey } from "#domain/terms/match-key.ts";
import type { Database } from "#store/database.ts";
import { codingsOf, findNames } from "#store/terms/find-terms.ts";
import { labelsOf, suggestTerms } from "#store/terms/suggest-terms.ts";
import { withTerms } from "../term-database.ts";

/** What the normaliser made of a condition's name. */
export interface TermRow {
  readonly condition: string;
  /** The label of the term that it was coded with; null where it was left as its own. */
  readonly term: string | null;
  /** "system:code" of that term. */
  readonly code: string | null;
  /** What would be suggested to whoever typed a name that was left as its own. */
  readonly suggested: string | null;
}

export interface TermsBench {
  readonly rows: readonly TermRow[];
  readonly names: number;
  readonly coded: number;
  readonly leftAlone: number;
}

export interface TermsBenchOptions {
  /** The folder of the readings, of which only the names of the conditions are used. */
  readonly cases: string;
  /** A terminology to import beside the project's own list. */
  readonly terminology?: string | undefined;
}

/** Runs the names of conditions through the normaliser, for anyone to check by eye what was matched to what. */
export async function benchTerms({ cases, terminology }: TermsBenchOptions): Promise<TermsBench> {
  const { conditions } = await readReadingFiles(cases);
  const rows = await withTerms(terminology, async (db) => {
    const found: TermRow[] = [];
    for (const { name } of conditions) found.push(await matchOf(db, name));
    return found;
  });
  const coded = rows.filter(({ term }) => term !== null).length;
  return { rows, names: rows.length, coded, leftAlone: rows.length - coded };
}

async function matchOf(db: Database, condition: string): Promise<TermRow> {
  const key = matchKey(condition);
  const termId = termNamed(key, await findNames(db, [key]));
  if (termId === undefined) {
    const [near] = await suggestTerms(db, { text: condition, language: "en", limit: 1 });
    return { condition, term: null, code: null, suggested: near?.text ?? null };
  }
  const [labels, codings] = await Promise.all([labelsOf(db, [termId], "en"), codingsOf(db, [termId])]);
  const coding = codings.get(termId)?.[0];
  return {
    condition,
    term: labels.get(termId) ?? null,
    code: coding === undefined ? null : `${coding.system}:${coding.code}`,
    suggested: null,
  };
}

/** The rows as a table for people. */
export const termsLines = ({ rows, names, coded, leftAlone }: TermsBench): readonly string[] => [
  ...rows.map(({ condition, term, code, suggested }) =>
    term === null
      ? `${condition.padEnd(60)} –${suggested === null ? "" : `   (suggested: ${suggested})`}`
      : `${condition.padEnd(60)} ${term}   ${code ?? ""}`,
  ),
  `${names} names: ${coded} coded, ${leftAlone} left as their own.`,
];

if (import.meta.main) {
  const { values } = parseArgs({
    options: { cases: { type: "string" }, terminology: { type: "string" }, json: { type: "boolean" } },
  });
  const bench = await benchTerms({
    cases: z.string({ error: "Name the readings: --cases FOLDER" }).parse(values.cases),
    terminology: values.terminology,
  });
  const lines = values.json === true ? [JSON.stringify(bench)] : termsLines(bench);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { importTerms } from "#actions/import-terms.ts";
import type { Database } from "#store/database.ts";
import { suggestTerms } from "#store/terms/suggest-terms.ts";
import { drawIndex, type Random, seededRandom } from "../random.ts";
import { withTerms } from "../term-database.ts";

/** How long suggestions take, in milliseconds, of texts typed as they are called, and of texts with a slip of the keys. */
export interface TypeaheadBench {
  readonly terms: number;
  readonly typed: { readonly medianMs: number; readonly p95Ms: number };
  readonly mistyped: { readonly medianMs: number; readonly p95Ms: number };
}

const TERMS = 100_000;
const QUERIES = 800;

/** Measures the typeahead over a hundred thousand terms: the project's own, and others made up of their words. */
export async function benchTypeahead(seed = 1): Promise<TypeaheadBench> {
  const random = seededRandom(seed);
  return withTerms(undefined, async (db) => {
    const own = await db.execute<{ name: string }>(
      sql`select name from term_names where kind <> 'abbreviation'`,
    );
    const names = own.map(({ name }) => name);
    const instance = { db, clock: () => new Date() };
    const { applied } = await importTerms(instance, { file: madeUp(names, random), system: "made-up" });
    if (!applied) throw new Error("The made-up terms could not be imported");
    await db.execute(sql`vacuum analyze term_names`);
    const typed: number[] = [];
    const mistyped: number[] = [];
    for (let query = 0; query < QUERIES; query += 1) {
      const name = names[drawIndex(random, names.length)] ?? "";
      const begun = name.slice(0, 2 + drawIndex(random, 14));
      const isSlip = query % 8 === 0 && begun.length > 5;
      (isSlip ? mistyped : typed).push(await timed(db, isSlip ? slipped(begun) : begun));
    }
    return { terms: TERMS, typed: summed(typed), mistyped: summed(mistyped) };
  });
}

function madeUp(names: readonly string[], random: Random): Readable {
  const words = [...new Set(names.flatMap((name) => name.split(" ")))];
  const some = (count: number): string =>
    Array.from({ length: count }, () => words[drawIndex(random, words.length)]).join(" ");
  const rows = Array.from(
    { length: TERMS },
    (_, index) => `${index}\t${some(3)} ${index}\t${some(2)}|${some(4)}\n`,
  );
  return Readable.from(["id\tlabel\texact_synonyms\n", ...rows].map((row) => Buffer.from(row)));
}

/** Two neighbours change places. */
const slipped = (text: string): string => `${text.slice(0, 3)}${text[4]}${text[3]}${text.slice(5)}`;

async function timed(db: Database, text: string): Promise<number> {
  const begun = performance.now();
  await suggestTerms(db, { text, language: "en" });
  return performance.now() - begun;
}

function summed(times: readonly number[]): { readonly medianMs: number; readonly p95Ms: number } {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}

/** One line for people. */
export const typeaheadLines = ({ terms, typed, mistyped }: TypeaheadBench): readonly string[] => [
  `${terms} terms: median ${typed.medianMs} ms, 95 % within ${typed.p95Ms} ms; mistyped ${mistyped.medianMs} and ${mistyped.p95Ms} ms`,
];

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: "boolean" } } });
  const bench = await benchTypeahead();
  const lines = values.json === true ? [JSON.stringify(bench)] : typeaheadLines(bench);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const reading = z.object({
  case: z.number().int().min(0),
  readers: z.array(z.array(z.array(z.number().int().min(0)).min(1)).min(1)),
});

/** A condition of the set; risk 2 is high. */
export interface Condition {
  readonly name: string;
  readonly risk: number;
}

/** A case of the set: for each reader the ranks, best first, each with the conditions tied on it. */
export interface Reading {
  /** In the file, counted from 1. */
  readonly line: number;
  readonly source: number;
  readonly readers: readonly (readonly (readonly Condition[])[])[];
}

export interface ReadingFiles {
  readonly readings: readonly Reading[];
  /** All conditions, also those that no reading names, in the order of the file. */
  readonly conditions: readonly Condition[];
}

/**
 * Reads real readings: `cases.jsonl` has a case a line, `{"case": 4, "readers": [[[391]], [[320, 415], [391]]]}`, each
 * reader's ranks best first, a rank with the indices of the conditions tied on it; `conditions.tsv` has index, name and
 * risk (0 to 2; 0 where it is left out).
 *
 * @throws Error naming the file and the line that cannot be read
 */
export async function readReadingFiles(folder: string): Promise<ReadingFiles> {
  const conditions = await readConditions(path.join(folder, "conditions.tsv"));
  const file = path.join(folder, "cases.jsonl");
  const readings = (await linesOf(file)).map((line, index) => {
    const conditionOf = (number: number): Condition => {
      const condition = conditions.get(number);
      if (condition === undefined)
        throw new Error(`${file}, line ${index + 1}: there is no condition ${number}.`);
      return condition;
    };
    const parsed = reading.safeParse(parseLine(line));
    if (!parsed.success)
      throw new Error(`${file}, line ${index + 1} is no reading: ${z.prettifyError(parsed.error)}`);
    const { case: source, readers } = parsed.data;
    return {
      line: index + 1,
      source,
      readers: readers.map((ranks) => ranks.map((rank) => rank.map(conditionOf))),
    };
  });
  return { readings, conditions: [...conditions.values()] };
}

const linesOf = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, "utf8")).split(/\r?\n/u).filter((line) => line.trim() !== "");

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function readConditions(file: string): Promise<ReadonlyMap<number, Condition>> {
  const [, ...rows] = await linesOf(file);
  return new Map(
    rows.map((row, index) => {
      const [number, name, risk = "0"] = row.trimEnd().split("\t");
      if (number === undefined || name === undefined || !/^\d+$/u.test(number) || !/^[0-2]$/u.test(risk)) {
        throw new Error(`${file}, line ${index + 2} is no condition: index, tab, name, tab, risk 0 to 2.`);
      }
      return [Number(number), { name, risk: Number(risk) }];
    }),
  );
}

import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { MAX_DIAGNOSES, MAX_RANKS } from "#domain/diagnosis.ts";
import { drawSkin } from "./pictures.ts";
import type { PlannedCase } from "./plan.ts";

/** Each reader of a case is another persona of the scenario. */
export const MAX_READERS = 10;

const reading = z.object({
  case: z.number().int().min(0),
  readers: z
    .array(
      z
        .array(z.array(z.number().int().min(0)).min(1))
        .min(1)
        .max(MAX_RANKS)
        .refine((ranks) => ranks.flat().length <= MAX_DIAGNOSES, `holds more than ${MAX_DIAGNOSES} diagnoses`)
        .refine((ranks) => new Set(ranks.flat()).size === ranks.flat().length, "names a diagnosis twice"),
    )
    .max(MAX_READERS),
});

/**
 * Reads real readings: `cases.jsonl` has a case a line, `{"case": 4, "readers": [[[391]], [[320, 415], [391]]]}`, each
 * reader's ranks best first, a rank with the indices of the conditions tied on it; `conditions.tsv` has their names.
 *
 * @throws Error naming the file and the line that cannot be read
 */
export async function readReadings(
  folder: string,
  limit: number | undefined,
): Promise<readonly PlannedCase[]> {
  const names = await readConditions(path.join(folder, "conditions.tsv"));
  const file = path.join(folder, "cases.jsonl");
  const lines = await readLines(file);
  return lines.slice(0, limit).map((line, index) => {
    const nameOf = (condition: number): string => {
      const name = names.get(condition);
      if (name === undefined)
        throw new Error(`${file}, line ${index + 1}: there is no condition ${condition}.`);
      return name;
    };
    const parsed = reading.safeParse(parseLine(line));
    if (!parsed.success)
      throw new Error(`${file}, line ${index + 1} is no reading: ${z.prettifyError(parsed.error)}`);
    const { case: source, readers } = parsed.data;
    return {
      source,
      title: `Dermatology reading ${source}`,
      question: "What is the diagnosis?",
      specialty: "dermatology",
      fields: {},
      alt: `Drawn stand-in for the photograph of reading ${source}: skin with a plaque`,
      photo: () => drawSkin(source),
      opinions: readers.map((ranks) => ({ ranks: ranks.map((rank) => rank.map(nameOf)), confidence: 60 })),
    };
  });
}

async function readLines(file: string): Promise<readonly string[]> {
  return (await readFile(file, "utf8")).split(/\r?\n/u).filter((line) => line.trim() !== "");
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function readConditions(file: string): Promise<ReadonlyMap<number, string>> {
  const [, ...rows] = await readLines(file);
  return new Map(
    rows.map((row, index) => {
      const [number, name] = row.split("\t");
      if (number === undefined || name === undefined || !/^\d+$/u.test(number)) {
        throw new Error(`${file}, line ${index + 2} is no condition: index, tab, name, tab, risk.`);
      }
      return [Number(number), name];
    }),
  );
}

import path from "node:path";
import { MAX_DIAGNOSES, MAX_RANKS } from "#domain/diagnosis.ts";
import { drawSkin } from "./pictures.ts";
import type { PlannedCase } from "./plan.ts";
import { type Reading, readReadingFiles } from "./reading-files.ts";

/** Each reader of a case is another persona of the scenario. */
export const MAX_READERS = 10;

/**
 * The cases of a set of real readings, as the demonstration plays them.
 *
 * @throws Error as {@link readReadingFiles}, and naming the case that cannot be played
 */
export async function readReadings(
  folder: string,
  limit: number | undefined,
): Promise<readonly PlannedCase[]> {
  const { readings } = await readReadingFiles(folder);
  return readings.slice(0, limit).map((reading) => {
    const why = whyNot(reading);
    if (why !== undefined)
      throw new Error(`${path.join(folder, "cases.jsonl")}, line ${reading.line} is no reading: ${why}`);
    return plannedCase(reading);
  });
}

/** What keeps a reading from being played through the form. */
function whyNot({ readers }: Reading): string | undefined {
  if (readers.length > MAX_READERS) return `has more than ${MAX_READERS} readers`;
  for (const ranks of readers) {
    const named = ranks.flat();
    if (ranks.length > MAX_RANKS) return `a reader has more than ${MAX_RANKS} ranks`;
    if (named.length > MAX_DIAGNOSES) return `holds more than ${MAX_DIAGNOSES} diagnoses`;
    if (new Set(named).size !== named.length) return "names a diagnosis twice";
  }
  return undefined;
}

const plannedCase = ({ source, readers }: Reading): PlannedCase => ({
  source,
  title: `Dermatology reading ${source}`,
  question: "What is the diagnosis?",
  specialty: "dermatology",
  fields: {},
  alt: `Drawn stand-in for the photograph of reading ${source}: skin with a plaque`,
  photo: () => drawSkin(source),
  opinions: readers.map((ranks) => ({
    ranks: ranks.map((rank) => rank.map(({ name }) => name)),
    confidence: 60,
  })),
});

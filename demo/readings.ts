import { drawSkin } from "./pictures.ts";
import type { PlannedCase } from "./plan.ts";
import { readReadingFiles } from "./reading-files.ts";

/** The cases of a set of real readings, as the demonstration plays them. @throws Error as {@link readReadingFiles} */
export async function readReadings(
  folder: string,
  limit: number | undefined,
): Promise<readonly PlannedCase[]> {
  const { readings } = await readReadingFiles(folder);
  return readings.slice(0, limit).map(({ source, readers }) => ({
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
  }));
}

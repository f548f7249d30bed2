// De-identification of photographs as the application does it, in a process that does nothing else.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { deidentifyImage } from "#deid/deidentify-image.ts";
import { answerCalls } from "../support/calls.ts";

const run = z.object({ file: z.string(), count: z.number(), atOnce: z.number() });

answerCalls({
  async run(argument) {
    const { file, count, atOnce } = run.parse(argument);
    const bytes = await readFile(file);
    let left = count;
    const work = async (): Promise<void> => {
      while (left-- > 0) await deidentifyImage(bytes);
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: atOnce }, work));
    return (performance.now() - begun) / 1000;
  },
});

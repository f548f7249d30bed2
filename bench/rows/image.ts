import path from "node:path";
import { z } from "zod";
import { writePhotograph } from "../support/photograph.ts";
import { startProgram } from "../support/program.ts";
import { rateRow } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";

/** Twelve megapixels, as telephones take. */
const WIDTH = 4000;
const HEIGHT = 3000;
const IMAGES = 6;
const AT_ONCE = 2;

/**
 * Photographs made ready to be stored: decoded, turned, resized to at most 2048, encoded, with a thumbnail; ours also makes a
 * blurhash and checks that nothing but pixels is left. The floor is sharp as it comes.
 */
export const image: Row = {
  name: "image",
  async run(ground) {
    await using undo = new Undo();
    const file = path.join(ground.folder, "photograph.jpg");
    await writePhotograph(file, WIDTH, HEIGHT);
    const ours = undo.add(startProgram("programs/image.ts"));
    const floor = undo.add(startProgram("programs/floor-image.ts"));
    const megapixels = (program: typeof ours) => async (): Promise<number> => {
      const seconds = await program.call("run", { file, count: IMAGES, atOnce: AT_ONCE }, z.number());
      return (IMAGES * WIDTH * HEIGHT) / 1_000_000 / seconds;
    };
    const sides = await interleaved({ floor: megapixels(floor), ours: megapixels(ours) });
    return [rateRow({ name: "image", unit: "megapixels/s" }, sides)];
  },
};

// The least that can be done with a photograph: sharp, as it comes, decodes, turns, resizes and encodes it twice.
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { z } from "zod";
import { answerCalls } from "../support/calls.ts";

const run = z.object({ file: z.string(), count: z.number(), atOnce: z.number() });
const FULL_SIDE = 2048;
const THUMBNAIL_SIDE = 400;
const QUALITY = 82;

async function encode(bytes: Buffer): Promise<void> {
  const { data, info } = await sharp(bytes, { autoOrient: true })
    .resize(FULL_SIDE, FULL_SIDE, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = { raw: { width: info.width, height: info.height, channels: info.channels } };
  await Promise.all([
    sharp(data, pixels).jpeg({ quality: QUALITY }).toBuffer(),
    sharp(data, pixels)
      .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: "inside" })
      .jpeg({ quality: QUALITY })
      .toBuffer(),
  ]);
}

answerCalls({
  async run(argument) {
    const { file, count, atOnce } = run.parse(argument);
    const bytes = await readFile(file);
    let left = count;
    const work = async (): Promise<void> => {
      while (left-- > 0) await encode(bytes);
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: atOnce }, work));
    return (performance.now() - begun) / 1000;
  },
});

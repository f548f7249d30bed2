import { writeFile } from "node:fs/promises";
import sharp from "sharp";

/** Writes a JPEG as a telephone makes them: grain over slow gradients, so that it compresses neither too well nor too badly. */
export async function writePhotograph(file: string, width: number, height: number): Promise<void> {
  const grain = await sharp({
    create: {
      width: Math.ceil(width / 4),
      height: Math.ceil(height / 4),
      channels: 3,
      background: "#808080",
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const jpeg = await sharp(grain.data, {
    raw: { width: grain.info.width, height: grain.info.height, channels: 3 },
  })
    .resize(width, height, { fit: "fill" })
    .jpeg({ quality: 90 })
    .toBuffer();
  await writeFile(file, jpeg);
}

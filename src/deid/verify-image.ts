import type { EncodedImage } from "#domain/image.ts";
import { FULL_SIDE, THUMBNAIL_SIDE } from "#media/encode-image.ts";
import { sharp } from "#media/sharp.ts";
import { findBeyondPixels } from "./bare-jpeg.ts";

/**
 * Throws, never with anything of the image in the message, unless both sizes of an encoded image hold pixels and nothing
 * else, and are the image that was announced. It trusts nothing that the encoder promised: it walks the bytes, then
 * asks a decoder what it sees.
 */
export async function verifyImage(image: EncodedImage): Promise<void> {
  if (image.mediaType !== "image/jpeg") throw new Error(`Nobody can verify ${image.mediaType} yet`);
  const full = await readBare(image.full);
  const thumbnail = await readBare(image.thumbnail);

  if (full.width !== image.width || full.height !== image.height) {
    throw new Error(`The image is ${full.width} × ${full.height}, not ${image.width} × ${image.height}`);
  }
  if (Math.max(full.width, full.height) > FULL_SIDE) throw new Error("The full size is too large");
  if (Math.max(thumbnail.width, thumbnail.height) > THUMBNAIL_SIDE)
    throw new Error("The thumbnail is too large");
}

async function readBare(jpeg: Uint8Array): Promise<{ width: number; height: number }> {
  const beyond = findBeyondPixels(jpeg);
  if (beyond !== undefined) throw new Error(`The encoded image holds more than pixels: ${beyond}`);
  const { width, height, ...seen } = await sharp(jpeg).metadata();
  const { exif, icc, iptc, xmp, tifftagPhotoshop, gainMap, comments, orientation, pages } = seen;
  const blocks = { exif, icc, iptc, xmp, tifftagPhotoshop, gainMap, comments, orientation, pages };
  const found = Object.entries(blocks).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (found.length > 0) throw new Error(`The encoded image carries metadata: ${found.join(", ")}`);
  return { width, height };
}

import { encode as encodeBlurhash } from "blurhash";

import type { EncodedImage } from "#domain/image.ts";
import { MAX_IMAGE_BYTES } from "#domain/image.ts";
import { invalid, tooLarge, unavailable } from "#domain/refusal.ts";
import type { Refusal } from "#domain/refusal.ts";
import { atMost } from "#domain/at-most.ts";
import { sharp } from "./sharp.ts";
import { sniff } from "./sniff.ts";
import type { RefusedFormat, TakenFormat } from "./sniff.ts";

const MAX_IMAGE_PIXELS = 50_000_000;
export const FULL_SIDE = 2048;
export const THUMBNAIL_SIDE = 400;
const BLURHASH_SIDE = 32;
const QUALITY = 82;
const DECODING_SECONDS = 20;
const TAKEN = "Send a JPEG, PNG, WebP, AVIF or TIFF.";

const WHY_REFUSED: Record<RefusedFormat, string> = {
  HEIC:
    "This is a HEIC photograph, which is not taken yet. Export it as JPEG and send that; " +
    "an iPhone takes JPEG under Settings, Camera, Formats, Most Compatible.",
  GIF: `This is a GIF, which is not taken. ${TAKEN}`,
  SVG: `This is an SVG drawing, which is not taken. ${TAKEN}`,
  PDF: `This is a PDF document, which is not taken. ${TAKEN}`,
  DICOM: `This is a DICOM file, which is not taken. ${TAKEN}`,
};

/** Pixels in sRGB, three bytes each, row by row. */
interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

// A decoder may hold all pixels of an image at once, up to eight bytes each. The limit guards the memory and the
// thread pool of the process, both of which all callers share, hence one for the module.
const inTurn = atMost(2);

/**
 * Decodes an image and encodes it anew as JPEG from nothing but its pixels: orientation applied, colours converted to
 * sRGB, transparency on white, longest side at most 2048 (never enlarged), a thumbnail of at most 400 and a blurhash.
 * Of an animation or a file of several pages only the first page is taken.
 *
 * The content decides, never a name or a declared type. Throws a {@link Refusal}: for the field `images`, `invalid` where
 * the file is empty, of a type that is not taken, damaged or cut short, and `too-large` over 20 MB or 50 megapixels; for
 * no field, `unavailable` where decoding takes over twenty seconds.
 */
export async function encodeImage(bytes: Uint8Array): Promise<EncodedImage> {
  const format = admit(bytes);
  return inTurn(async () => {
    const pixels = await decode(bytes, format);
    const small = await shrink(pixels, THUMBNAIL_SIDE);
    const [full, thumbnail, blurhash] = await Promise.all([toJpeg(pixels), toJpeg(small), toBlurhash(small)]);
    return { mediaType: "image/jpeg", full, thumbnail, width: pixels.width, height: pixels.height, blurhash };
  });
}

function admit(bytes: Uint8Array): TakenFormat {
  if (bytes.byteLength === 0) throw invalid("images", "The image file is empty. Choose the file again.");
  if (bytes.byteLength > MAX_IMAGE_BYTES) {
    const megabytes = Math.ceil((bytes.byteLength / 1024 / 1024) * 10) / 10;
    throw tooLarge(
      "images",
      `The image file has ${megabytes} MB; at most 20 MB are taken. Send a smaller one.`,
    );
  }
  const format = sniff(bytes);
  switch (format) {
    case "JPEG":
    case "PNG":
    case "WebP":
    case "AVIF":
    case "TIFF":
      return format;
    case undefined:
      throw invalid("images", `This file is not an image of a type that is taken. ${TAKEN}`);
    case "HEIC":
    case "GIF":
    case "SVG":
    case "PDF":
    case "DICOM":
      throw invalid("images", WHY_REFUSED[format]);
  }
}

/** Decodes once, straight to the full size; `seconds` is a whole number. */
export async function decode(
  bytes: Uint8Array,
  format: TakenFormat,
  seconds = DECODING_SECONDS,
): Promise<Pixels> {
  const image = sharp(bytes, {
    autoOrient: true,
    failOn: "error",
    limitInputPixels: MAX_IMAGE_PIXELS,
    pages: 1,
  });
  try {
    // sharp would convert 16-bit colours to Display P3 and write them unlabelled, visibly paler; from sRGB it does not.
    if ((await image.metadata()).space === "rgb16") image.pipelineColourspace("srgb");
    const { data, info } = await image
      .resize(FULL_SIDE, FULL_SIDE, { fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .timeout({ seconds })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (error) {
    throw refusalFor(error, format);
  }
}

/** What the decoder said, in words for the person who sent the file. */
function refusalFor(error: unknown, format: TakenFormat): Refusal {
  const said = error instanceof Error ? error.message : "";
  if (said.includes("exceeds pixel limit")) {
    return tooLarge(
      "images",
      "The image has more than 50 million pixels. Send it at half its width and height, or crop it.",
    );
  }
  if (said.includes("timeout:")) {
    return unavailable("The image took too long to read. Send a smaller one, or try again later.");
  }
  return invalid(
    "images",
    `The ${format} file is damaged or incomplete. Open it in an image viewer, save it anew, and send that.`,
  );
}

const open = ({ data, width, height }: Pixels) => sharp(data, { raw: { width, height, channels: 3 } });

async function shrink(pixels: Pixels, side: number): Promise<Pixels> {
  const { data, info } = await open(pixels)
    .resize(side, side, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

// mozjpeg would save 9 % of the bytes and take eighteen times as long.
const toJpeg = (pixels: Pixels): Promise<Buffer> => open(pixels).jpeg({ quality: QUALITY }).toBuffer();

async function toBlurhash(pixels: Pixels): Promise<string> {
  const tiny = await shrink(pixels, BLURHASH_SIDE);
  const rgba = await open(tiny).ensureAlpha().raw().toBuffer();
  const [across, down] = tiny.width >= tiny.height ? [4, 3] : [3, 4];
  return encodeBlurhash(new Uint8ClampedArray(rgba), tiny.width, tiny.height, across, down);
}

import { crc32, deflateSync } from "node:zlib";

import { sharp } from "#media/sharp.ts";

/** A photograph-like image: grain over slow gradients, so that it compresses neither too well nor too badly. */
export async function photo(width: number, height: number): Promise<Buffer> {
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
  return sharp(grain.data, { raw: { width: grain.info.width, height: grain.info.height, channels: 3 } })
    .resize(width, height, { fit: "fill" })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** An image of one colour, ready to be given a format and what else the test wants in it. */
export const plain = (width: number, height: number, background = "#c86432") =>
  sharp({ create: { width, height, channels: 3, background } });

/** A JPEG with one more segment right after its start; `marker` is the byte after ff. */
export function withSegment(jpeg: Uint8Array, marker: number, payload: Uint8Array): Buffer<ArrayBuffer> {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.byteLength + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, payload, jpeg.subarray(2)]);
}

/** A PNG with one more chunk right after its header. */
export function withChunk(png: Uint8Array, type: string, data: Uint8Array): Buffer<ArrayBuffer> {
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), chunk(type, data), png.subarray(afterHeader)]);
}

/** A PNG of black pixels, one bit each, that is tiny as a file and huge once it is decoded. */
export function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1; // bits for each pixel; colour type 0 is grey
  const row = 1 + Math.ceil(width / 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1A\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(row * height), { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer<ArrayBuffer> {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** TIFF tag numbers (TIFF 6.0, section 8, and Adobe's XMP and EXIF's GPS additions). */
export const TIFF = { description: 270, make: 271, orientation: 274, artist: 315, xmp: 700, gps: 34853 };

/**
 * An uncompressed little-endian TIFF whose strips of 64 rows are all the same bytes of the file, so that a small file
 * holds many pixels. `text` goes into tags as ASCII.
 */
export function tiff(options: {
  width: number;
  height: number;
  strip: Uint8Array;
  colours: "rgb" | "cmyk";
  text?: Record<number, string>;
}): Buffer {
  const { width, height, strip, colours, text = {} } = options;
  const strips = Math.ceil(height / 64);
  const channels = colours === "rgb" ? 3 : 4;
  const entries: { tag: number; type: 2 | 3 | 4; values: readonly number[] | Buffer }[] = [
    { tag: 256, type: 4, values: [width] },
    { tag: 257, type: 4, values: [height] },
    { tag: 258, type: 3, values: Array.from({ length: channels }, () => 8) },
    { tag: 259, type: 3, values: [1] },
    { tag: 262, type: 3, values: [colours === "rgb" ? 2 : 5] },
    { tag: 273, type: 4, values: Array.from({ length: strips }, () => 8) },
    { tag: 277, type: 3, values: [channels] },
    { tag: 278, type: 4, values: [64] },
    { tag: 279, type: 4, values: Array.from({ length: strips }, () => strip.byteLength) },
    ...Object.entries(text).map(([tag, value]) => ({
      tag: Number(tag),
      type: 2 as const,
      values: Buffer.from(`${value}\0`, "latin1"),
    })),
  ];
  entries.sort((one, other) => one.tag - other.tag);

  const padded = strip.byteLength + (strip.byteLength % 2);
  const directoryAt = 8 + padded;
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  directory.writeUInt16LE(entries.length);
  const beyond: Buffer[] = [];
  let beyondAt = directoryAt + directory.byteLength;
  for (const [index, { tag, type, values }] of entries.entries()) {
    const at = 2 + 12 * index;
    const packed = pack(type, values);
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (packed.byteLength <= 4) packed.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(beyondAt, at + 8);
      beyond.push(packed);
      beyondAt += packed.byteLength;
    }
  }
  const header = Buffer.from("II*\0\0\0\0\0", "latin1");
  header.writeUInt32LE(directoryAt, 4);
  return Buffer.concat([header, strip, Buffer.alloc(padded - strip.byteLength), directory, ...beyond]);
}

function pack(type: 2 | 3 | 4, values: readonly number[] | Buffer): Buffer {
  if (Buffer.isBuffer(values)) return values;
  const width = type === 3 ? 2 : 4;
  const packed = Buffer.alloc(width * values.length);
  for (const [index, value] of values.entries()) packed.writeUIntLE(value, width * index, width);
  return packed;
}

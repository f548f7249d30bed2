import { randomFillSync } from "node:crypto";

import { decode as decodeBlurhash } from "blurhash";
import { expect, test } from "vitest";

import { MAX_IMAGE_BYTES } from "#domain/image.ts";
import type { Refusal } from "#domain/refusal.ts";
import { blackPng, photo, plain, tiff } from "#test/support/images.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { decode, encodeImage } from "./encode-image.ts";
import { sharp } from "./sharp.ts";

const RED = [200, 30, 40];
const GREEN = [30, 160, 60];
const BLUE = [40, 60, 200];
const WHITE = [255, 255, 255];
const CENTRE = [0.5, 0.5];

/** Three different corners and a white one tell every rotation and mirroring apart. */
function corners(): ReturnType<typeof plain> {
  const width = 60;
  const height = 40;
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = y < height / 2 ? (x < width / 2 ? RED : GREEN) : x < width / 2 ? BLUE : WHITE;
      data.set(colour, (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The colour at a place given in shares of width and height. */
async function colourAt(image: Uint8Array, [across = 0.5, down = 0.5]: readonly number[]): Promise<number[]> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  const at = (Math.floor(down * info.height) * info.width + Math.floor(across * info.width)) * 3;
  return [...data.subarray(at, at + 3)];
}

function expectNear(actual: readonly number[], wanted: readonly number[], tolerance = 8): void {
  const apart = Math.max(...wanted.map((value, index) => Math.abs(value - (actual[index] ?? -999))));
  expect(apart, `${actual.join()} should be about ${wanted.join()}`).toBeLessThanOrEqual(tolerance);
}

const imageRefusal = async (bytes: Uint8Array): Promise<Refusal> => {
  const refusal = await refusalOf(encodeImage(bytes));
  expect(refusal).toMatchObject({ name: "Refusal", faults: [{ field: "images" }] });
  return refusal;
};

test("shrinks a photograph to 2048, with a thumbnail of 400 and a blurhash of its colours", async () => {
  const image = await encodeImage(await photo(2800, 2100));
  expect(image).toMatchObject({ mediaType: "image/jpeg", width: 2048, height: 1536 });
  expect(await sharp(image.full).metadata()).toMatchObject({ format: "jpeg", width: 2048, height: 1536 });
  expect(await sharp(image.thumbnail).metadata()).toMatchObject({ format: "jpeg", width: 400, height: 300 });

  const { blurhash } = await encodeImage(await plain(90, 40, "#c86432").jpeg().toBuffer());
  const middle = 4 * (9 * 4 + 4);
  expectNear([...decodeBlurhash(blurhash, 9, 9).subarray(middle, middle + 3)], [200, 100, 50], 12);
});

test.each([
  [1, 1, 1, 1, 1, 1],
  [20_000, 10, 2048, 1, 400, 1],
  [10, 20_000, 1, 2048, 1, 400],
  [300, 200, 300, 200, 300, 200],
])("never enlarges, and keeps a pixel of %i by %i", async (width, height, fullW, fullH, smallW, smallH) => {
  const image = await encodeImage(await plain(width, height).png().toBuffer());
  expect([image.width, image.height]).toEqual([fullW, fullH]);
  expect(await sharp(image.thumbnail).metadata()).toMatchObject({ width: smallW, height: smallH });
});

// Where the stored top left and top right corners are seen (EXIF 2.32, tag 274), as across and down.
test.each([
  [1, [0.1, 0.1], [0.9, 0.1]],
  [2, [0.9, 0.1], [0.1, 0.1]],
  [3, [0.9, 0.9], [0.1, 0.9]],
  [4, [0.1, 0.9], [0.9, 0.9]],
  [5, [0.1, 0.1], [0.1, 0.9]],
  [6, [0.9, 0.1], [0.9, 0.9]],
  [7, [0.9, 0.9], [0.9, 0.1]],
  [8, [0.1, 0.9], [0.1, 0.1]],
] as const)("applies orientation %i and drops its tag", async (orientation, red, green) => {
  const turned = corners().withMetadata({ orientation });
  for (const file of [
    await turned.clone().jpeg({ quality: 95 }).toBuffer(),
    await turned.clone().png().toBuffer(),
    await turned.clone().webp({ quality: 95 }).toBuffer(),
    await turned.clone().tiff().toBuffer(),
  ]) {
    expect((await sharp(file).metadata()).orientation).toBe(orientation);
    const image = await encodeImage(file);
    expect([image.width, image.height]).toEqual(orientation < 5 ? [60, 40] : [40, 60]);
    for (const bytes of [image.full, image.thumbnail]) {
      expect((await sharp(bytes).metadata()).orientation).toBeUndefined();
      expectNear(await colourAt(bytes, red), RED, 25);
      expectNear(await colourAt(bytes, green), GREEN, 25);
    }
  }
});

const colour = { r: 200, g: 60, b: 40 };
const solid = sharp({ create: { width: 64, height: 64, channels: 3, background: colour } });
test.each([
  ["an 8-bit PNG", solid.clone().png()],
  ["a JPEG in Display P3", solid.clone().withIccProfile("p3").jpeg({ quality: 95 })],
  ["a 16-bit PNG", solid.clone().toColourspace("rgb16").png()],
  ["a 16-bit PNG with an sRGB profile", solid.clone().toColourspace("rgb16").withIccProfile("srgb").png()],
  ["a 16-bit TIFF in Display P3", solid.clone().toColourspace("rgb16").withIccProfile("p3").tiff()],
  ["a WebP", solid.clone().webp({ quality: 95 })],
  ["an AVIF", solid.clone().avif({ quality: 90 })],
  ["a TIFF compressed by LZW", solid.clone().tiff({ compression: "lzw" })],
  ["a palette PNG", solid.clone().png({ palette: true })],
])("keeps the colours of %s", async (_, made) => {
  const image = await encodeImage(await made.toBuffer());
  expectNear(await colourAt(image.full, CENTRE), [200, 60, 40]);
  expectNear(await colourAt(image.thumbnail, CENTRE), [200, 60, 40]);
});

test("takes CMYK and grey to sRGB, and puts transparency on white", async () => {
  const cmyk = await solid.clone().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
  expect(await sharp(cmyk).metadata()).toMatchObject({ space: "cmyk", channels: 4 });
  expectNear(await colourAt((await encodeImage(cmyk)).full, CENTRE), [200, 60, 40], 30);

  const grey = await plain(64, 64, "#808080").toColourspace("b-w").png().toBuffer();
  expect(await sharp(grey).metadata()).toMatchObject({ space: "b-w", channels: 1 });
  expectNear(await colourAt((await encodeImage(grey)).full, CENTRE), [128, 128, 128]);

  const clear = {
    create: { width: 64, height: 64, channels: 4, background: { ...colour, alpha: 0 } },
  } as const;
  for (const file of [
    await sharp(clear).png().toBuffer(),
    await sharp(clear).webp().toBuffer(),
    await sharp(clear).toColourspace("rgb16").png().toBuffer(),
    await sharp(clear).toColourspace("b-w").png().toBuffer(),
  ]) {
    expect((await sharp(file).metadata()).hasAlpha).toBe(true);
    expectNear(await colourAt((await encodeImage(file)).full, CENTRE), WHITE, 2);
  }
});

test("takes the first page of an animation or of a file of several pages", async () => {
  const frames = [RED, GREEN].map(([r = 0, g = 0, b = 0]) => ({ r, g, b }));
  const roll = Buffer.concat(frames.map(({ r, g, b }) => Buffer.alloc(32 * 32 * 3, Buffer.from([r, g, b]))));
  const animation = sharp(roll, { raw: { width: 32, height: 64, channels: 3, pageHeight: 32 } });
  for (const file of [
    await animation.clone().webp({ quality: 95 }).toBuffer(),
    await animation.clone().tiff().toBuffer(),
  ]) {
    expect((await sharp(file).metadata()).pages).toBe(2);
    const image = await encodeImage(file);
    expect([image.width, image.height]).toEqual([32, 32]);
    expectNear(await colourAt(image.full, CENTRE), RED);
  }
  expect(await imageRefusal(await animation.clone().gif().toBuffer())).toMatchObject({
    kind: "invalid",
    message: "This is a GIF, which is not taken. Send a JPEG, PNG, WebP, AVIF or TIFF.",
  });
});

test("takes ten large uploads at once and confuses none", async () => {
  const heights = Array.from({ length: 10 }, (_, index) => 1000 + index);
  const files = await Promise.all(heights.map((height) => plain(2048, height).jpeg().toBuffer()));
  const images = await Promise.all(files.map((file) => encodeImage(file)));
  expect(images.map(({ height }) => height)).toEqual(heights);
});

test.each([
  ["an empty file", Buffer.alloc(0), "The image file is empty"],
  ["text named .jpg", Buffer.from("IMG_0001.jpg is not here"), "not an image of a type that is taken"],
  ["a drawing", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "SVG drawing"],
  [
    "HEIC",
    Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
    "HEIC photograph, which is not taken yet. Export it as JPEG",
  ],
  ["HEIC that calls itself AVIF", Buffer.from("\0\0\0\x14ftypavif\0\0\0\0avif"), "The AVIF file is damaged"],
  ["a PNG signature and nothing else", Buffer.from("\x89PNG\r\n\x1A\n", "latin1"), "The PNG file is damaged"],
])("refuses %s", async (_, bytes, message) => {
  const refusal = await imageRefusal(bytes);
  expect(refusal.kind).toBe("invalid");
  expect(refusal.message).toContain(message);
});

test("refuses what is cut short, wherever the cut is", async () => {
  const source = sharp(await photo(640, 480));
  const files = {
    JPEG: await source.clone().jpeg().toBuffer(),
    PNG: await source.clone().png().toBuffer(),
    WebP: await source.clone().webp().toBuffer(),
    AVIF: await source.clone().avif({ effort: 0 }).toBuffer(),
    TIFF: await source.clone().tiff({ compression: "lzw" }).toBuffer(),
  };
  for (const [format, bytes] of Object.entries(files)) {
    for (const share of [0.02, 0.3, 0.6, 0.9, 0.98]) {
      const refusal = await imageRefusal(bytes.subarray(0, Math.floor(bytes.byteLength * share)));
      expect(refusal).toMatchObject({ kind: "invalid" });
      expect(refusal.message, `${format} cut at ${share}`).toContain(
        `The ${format} file is damaged or incomplete`,
      );
    }
  }
});

test("refuses a file over 20 MB, though a smaller one with the same start is taken", async () => {
  const jpeg = await plain(64, 64).jpeg().toBuffer();
  const padded = (size: number): Buffer => Buffer.concat([jpeg, Buffer.alloc(size - jpeg.byteLength)]);
  expect((await encodeImage(padded(MAX_IMAGE_BYTES))).width).toBe(64);
  expect(await imageRefusal(padded(MAX_IMAGE_BYTES + 1))).toMatchObject({
    kind: "too-large",
    message: "The image file has 20.1 MB; at most 20 MB are taken. Send a smaller one.",
  });
});

test("refuses a decompression bomb by its header, without decoding it", async () => {
  const bomb = blackPng(30_000, 30_000);
  expect(bomb.byteLength).toBeLessThan(1_000_000);
  const before = process.memoryUsage().rss;
  expect(await imageRefusal(bomb)).toMatchObject({ kind: "too-large" });
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);

  const small = await encodeImage(blackPng(3000, 3000));
  expectNear(await colourAt(small.full, CENTRE), [0, 0, 0]);
});

test("stops decoding after the time limit", async () => {
  // Colour conversion of noise in CMYK is the slowest that a small file can ask for.
  const strip = randomFillSync(Buffer.alloc(7000 * 64 * 4));
  const slow = tiff({ width: 7000, height: 7000, strip, colours: "cmyk" });
  await expect(decode(slow, "TIFF", 1)).rejects.toMatchObject({
    kind: "unavailable",
    message: "The image took too long to read. Send a smaller one, or try again later.",
  });
});

import { expect, test } from "vitest";

import type { EncodedImage } from "#domain/image.ts";
import { plain, withSegment } from "#test/support/images.ts";
import { verifyImage } from "./verify-image.ts";

async function encoded(changes: Partial<EncodedImage> = {}): Promise<EncodedImage> {
  return {
    mediaType: "image/jpeg",
    full: await plain(800, 600).jpeg().toBuffer(),
    thumbnail: await plain(400, 300).jpeg().toBuffer(),
    width: 800,
    height: 600,
    blurhash: "00C!SO",
    ...changes,
  };
}

test("passes bare pixels", async () => {
  await expect(verifyImage(await encoded())).resolves.toBeUndefined();
});

test("fails closed on either size, on a wrong size, and on a format that it cannot read", async () => {
  const large = plain(800, 600);
  const small = plain(400, 300);
  const comment = Buffer.from("Jane Roe");
  const webp = await large.clone().webp().toBuffer();
  const bad: Partial<EncodedImage>[] = [
    {
      full: await large
        .clone()
        .withExif({ IFD0: { Artist: "Jane Roe" } })
        .jpeg()
        .toBuffer(),
    },
    { thumbnail: await small.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer() },
    { thumbnail: await small.clone().withIccProfile("p3").jpeg().toBuffer() },
    { full: withSegment(await large.clone().jpeg().toBuffer(), 0xfe, comment) },
    { thumbnail: Buffer.concat([await small.clone().jpeg().toBuffer(), comment]) },
    { full: webp },
    { full: webp, mediaType: "image/webp" },
    { full: Buffer.alloc(0) },
    { width: 801 },
    { height: 599 },
    { full: await plain(2049, 10).jpeg().toBuffer(), width: 2049, height: 10 },
    { thumbnail: await plain(401, 300).jpeg().toBuffer() },
  ];
  for (const changes of bad) {
    const failure: unknown = await verifyImage(await encoded(changes)).catch((error: unknown) => error);
    expect(failure, JSON.stringify(Object.keys(changes))).toBeInstanceOf(Error);
    expect(String(failure)).not.toContain("Jane");
  }
});

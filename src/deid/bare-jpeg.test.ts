import { expect, test } from "vitest";

import { photo, plain, withSegment } from "#test/support/images.ts";
import { findBeyondPixels } from "./bare-jpeg.ts";

const text = Buffer.from("Jane Roe, ward 7");

test("finds nothing in a bare JPEG, baseline or progressive", async () => {
  expect(findBeyondPixels(await plain(40, 30).jpeg().toBuffer())).toBeUndefined();
  expect(findBeyondPixels(await plain(40, 30).jpeg({ progressive: true }).toBuffer())).toBeUndefined();
  // Grain fills the scan with stuffed ff bytes.
  expect(findBeyondPixels(await photo(900, 600))).toBeUndefined();
});

test("finds every application segment, comments, and what it does not know", async () => {
  const bare = await plain(40, 30).jpeg().toBuffer();
  const applications = Array.from({ length: 16 }, (_, index) => 0xe0 + index);
  for (const marker of [...applications, 0xfe, 0xf0, 0xc8, 0x01]) {
    expect(findBeyondPixels(withSegment(bare, marker, text))).toBe(
      `segment ff${marker.toString(16).padStart(2, "0")} at byte 2`,
    );
  }
});

test("finds a segment between two scans", async () => {
  const bare = await plain(40, 30).jpeg({ progressive: true }).toBuffer();
  const at = bare.lastIndexOf(Buffer.from([0xff, 0xda]));
  const tail = withSegment(Buffer.concat([bare.subarray(0, 2), bare.subarray(at)]), 0xfe, text).subarray(2);
  expect(findBeyondPixels(Buffer.concat([bare.subarray(0, at), tail]))).toBe(`segment fffe at byte ${at}`);
});

test("finds bytes before, after and instead", async () => {
  const bare = await plain(40, 30).jpeg().toBuffer();
  expect(findBeyondPixels(Buffer.concat([bare, text]))).toBe(`bytes after the end, from ${bare.byteLength}`);
  expect(findBeyondPixels(Buffer.concat([bare, bare]))).toBe(`bytes after the end, from ${bare.byteLength}`);
  expect(findBeyondPixels(Buffer.concat([text, bare]))).toBe("no start of image");
  expect(findBeyondPixels(Buffer.concat([bare.subarray(0, 2), text, bare.subarray(2)]))).toBe(
    "no marker at byte 2",
  );
  expect(findBeyondPixels(Buffer.alloc(0))).toBe("no start of image");
  for (let length = 2; length < bare.byteLength; length++) {
    expect(findBeyondPixels(bare.subarray(0, length)), `cut at ${length}`).toBeDefined();
  }
});

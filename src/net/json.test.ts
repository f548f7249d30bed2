import { expect, test } from "vitest";
import { jsonDepthExceeds, readJson } from "./json.ts";

const nested = (depth: number): string => `${'{"a":['.repeat(depth / 2)}${"]}".repeat(depth / 2)}`;

test.each([
  ["1", 0, false],
  ["[]", 1, false],
  ["[]", 0, true],
  ["[[],[]]", 2, false],
  ["[[],[[]]]", 2, true],
  ['{"a":{"b":[1]}}', 3, false],
  ['{"a":{"b":[1]}}', 2, true],
  ['["[[[[{{{{"]', 1, false],
  [String.raw`["\"[[[["]`, 1, false],
  [String.raw`["\\",[[]]]`, 2, true],
  [String.raw`["\\\"[[[[",[]]`, 2, false],
  [String.raw`{"\"{{{{":[]}`, 2, false],
  ['"[[[[', 1, false],
  ["", 0, false],
])("%s is more than %i deep: %s", (text, max, expected) => {
  expect(jsonDepthExceeds(text, max)).toBe(expected);
});

test("depth is found at the boundary, and a million levels cost no stack", () => {
  expect(jsonDepthExceeds(nested(64), 64)).toBe(false);
  expect(jsonDepthExceeds(nested(66), 64)).toBe(true);
  expect(jsonDepthExceeds("[".repeat(1_000_000), 1_000_000)).toBe(false);
  expect(jsonDepthExceeds("[".repeat(1_000_000), 999_999)).toBe(true);
});

test("JSON is read from a body in pieces, a byte order mark ignored", async () => {
  const pieces = [...new TextEncoder().encode('\uFEFF{"name":"Sjögren"}')].map((byte) => Uint8Array.of(byte));
  const response = new Response(ReadableStream.from(pieces));
  expect(await readJson(response)).toEqual({ name: "Sjögren" });
});

test.each([
  ["too-deep", nested(66), {}],
  ["too-deep", "[[]]", { maxDepth: 1 }],
  ["too-large", JSON.stringify("x".repeat(1024 * 1024)), {}],
  ["too-large", "[1,2]", { maxBytes: 4 }],
  ["not-json", "{", {}],
  ["not-json", "", {}],
  ["not-json", "<html>", {}],
  ["not-json", new Uint8Array([0x22, 0xff, 0x22]), {}],
])("%s is refused", async (code, body, limits) => {
  await expect(readJson(new Response(body), limits)).rejects.toMatchObject({ code, retryable: false });
});

test("an endless body is left at the limit", async () => {
  let isCancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    cancel: () => {
      isCancelled = true;
    },
  });
  await expect(readJson(new Response(endless), { maxBytes: 10_000 })).rejects.toMatchObject({
    code: "too-large",
  });
  expect(isCancelled).toBe(true);
});

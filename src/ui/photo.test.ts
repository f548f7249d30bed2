import { encode } from "blurhash";
import { expect, test } from "vitest";
import { averageColour } from "./photo.ts";

test("reads the average colour out of a blurhash", () => {
  const pixels = new Uint8ClampedArray(Array.from({ length: 16 }, () => [200, 120, 80, 255]).flat());
  expect(averageColour(encode(pixels, 4, 4, 4, 3))).toBe("#c87850");
});

test.each(["", "abc", 'LE"><script', "L    "])("is grey where %j is no blurhash", (blurhash) => {
  expect(averageColour(blurhash)).toMatch(/^#8a8f93$/u);
});

import { expect, test } from "vitest";
import { matchKeywords } from "./filter.ts";

const found = (keyword: string, wholeWord: boolean, text: string) =>
  matchKeywords([{ id: "1", keyword, wholeWord }], text).length > 0;

test.each([
  ["acne", true, "Acne vulgaris", true],
  ["acne", true, "acneiform lesion", false],
  ["acne", false, "acneiform lesion", true],
  ["acne", true, "No acneiform, but acne.", true],
  ["#derm", true, "see #derm", true],
  ["ß", true, "Straße", false],
  ["طفح", true, "طفح جلدي", true],
  ["x", true, "", false],
])("%s (whole word %s) in %s: %s", (keyword, wholeWord, text, expected) => {
  expect(found(keyword, wholeWord, text)).toBe(expected);
});

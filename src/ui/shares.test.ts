import { expect, test } from "vitest";
import { shares } from "./shares.ts";

test.each([
  [0.4567, "46 %", 45.67],
  [0.001, "under 1 %", 0.1],
  [0.999, "over 99 %", 99.9],
  [1, "100 %", 100],
  [0, "0 %", 0],
  [1.0000001, "100 %", 100],
  [Number.NaN, "0 %", 0],
])("a score of %d is %s", (score, percent, width) => {
  expect(shares([{ score }])).toEqual([{ score, percent, width }]);
});

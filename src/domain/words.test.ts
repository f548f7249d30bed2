import { expect, test } from "vitest";

import { ageWords, confidenceWords, dayWords, patientWords } from "./words.ts";

test.each([
  ["0-2m", "0 to 2 months"],
  ["12-23m", "12 to 23 months"],
  ["2-4", "2 to 4 years"],
  ["40-44", "40 to 44 years"],
  ["90+", "90 years or more"],
  ["not-stated", "age not stated"],
] as const)("the age band %s reads %s", (band, words) => {
  expect(ageWords(band)).toBe(words);
});

test("a patient in words says only what was stated", () => {
  expect(patientWords({ ageBand: "40-44", sex: "female", skinType: "III" })).toBe(
    "female, 40 to 44 years, skin type III",
  );
  expect(patientWords({ ageBand: "6-11m", sex: "not-stated" })).toBe("6 to 11 months");
  expect(patientWords({ ageBand: "not-stated", sex: "not-stated" })).toBe("not stated");
});

test("days carry a true minus sign", () => {
  expect([-31, 0, 14].map((day) => dayWords(day))).toEqual(["day −31", "day 0", "day 14"]);
});

test("confidence says what it is about", () => {
  expect(confidenceWords(70, false)).toBe("70 % sure of the first diagnosis");
  expect(confidenceWords(0, true)).toBe("0 % sure that it is one of the first");
});

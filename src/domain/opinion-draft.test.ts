import { expect, test } from "vitest";

import type { FormFields } from "./case-draft.ts";
import { readOpinionDraft } from "./opinion-draft.ts";
import { Refusal } from "./refusal.ts";

const form: FormFields = {
  "diagnosis-1": "Tinea corporis",
  "rank-1": "3",
  "code-1": "doid:DOID:12179",
  "diagnosis-2": " Granuloma annulare",
  "rank-2": "1",
  "code-2": "",
  "diagnosis-3": "Psoriasis",
  "rank-3": "3",
  "diagnosis-4": "",
  "rank-4": "4",
  confidence: "70",
  "cant-miss": "Sarcoidosis\r\n\r\n",
  "next-steps": "Biopsy.",
  reasoning: " ",
};

function faultsOf(fields: FormFields): readonly (readonly [string, string])[] {
  try {
    readOpinionDraft(fields);
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ field, message }) => [field, message] as const);
    throw error;
  }
  return [];
}

test("reads the form: ranks in order, ties, codes, and nothing that was not said", () => {
  expect(readOpinionDraft(form)).toEqual({
    differential: [
      [{ text: "Granuloma annulare", codings: [] }],
      [
        { text: "Tinea corporis", codings: [{ system: "doid", code: "DOID:12179" }] },
        { text: "Psoriasis", codings: [] },
      ],
    ],
    confidence: 70,
    cantMiss: [{ text: "Sarcoidosis", codings: [] }],
    nextSteps: "Biopsy.",
  });
});

test("an empty form says what is needed", () => {
  expect(faultsOf({})).toEqual([
    ["differential", "Name at least one diagnosis."],
    ["confidence", "Say how sure you are of the first rank, as a whole number from 0 to 100."],
  ]);
});

test("names every fault at once, by the form's own fields", () => {
  const faults = faultsOf({
    ...form,
    "diagnosis-3": "TINEA CORPORIS",
    "code-2": "L92.0",
    confidence: "101",
    "cant-miss": "a\nA",
    "next-steps": "x".repeat(5001),
    reasoning: "x".repeat(5001),
  });
  expect(faults).toEqual([
    ["diagnosis-2", "A code needs a system such as icd10cm and a code such as L92.0, without spaces."],
    ["diagnosis-3", "“TINEA CORPORIS” and “Tinea corporis” are the same diagnosis: name it once."],
    ["confidence", "Say how sure you are of the first rank, as a whole number from 0 to 100."],
    ["cant-miss", "“A” and “a” are the same diagnosis: name it once."],
    ["next-steps", "Shorten the next steps to at most 5000 characters."],
    ["reasoning", "Shorten the reasoning to at most 5000 characters."],
  ]);
});

test("a row without a readable rank is named", () => {
  expect(faultsOf({ ...form, "rank-2": "first" })).toEqual([
    ["diagnosis-2", "Give “Granuloma annulare” a rank: a whole number, 1 for the likeliest."],
  ]);
});

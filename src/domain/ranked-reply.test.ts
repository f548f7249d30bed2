import { expect, test } from "vitest";
import { readOpinionDraft } from "./opinion-draft.ts";
import { readRankedReply } from "./ranked-reply.ts";

const ranksOf = (text: string) => {
  const fields = readRankedReply(text);
  return fields && readOpinionDraft(fields).differential.map((rank) => rank.map((one) => one.text));
};

test.each([
  ["1. Granuloma annulare\n2. Tinea corporis", [["Granuloma annulare"], ["Tinea corporis"]]],
  ["1. Granuloma annulare 2. Tinea corporis", [["Granuloma annulare"], ["Tinea corporis"]]],
  ["1) Granuloma annulare, 2) Tinea", [["Granuloma annulare"], ["Tinea"]]],
  ["@heron @kestrel@south.example 1. Tinea", [["Tinea"]]],
  ["@heron\n\n1. Tinea\r\n2. Eczema", [["Tinea"], ["Eczema"]]],
  ["1. Tinea\n1. Eczema\n2. Psoriasis", [["Tinea", "Eczema"], ["Psoriasis"]]],
  ["1. Diabetes type 2 with 1.5 g protein", [["Diabetes type 2 with 1.5 g protein"]]],
])("%j is ranked", (text, expected) => {
  expect(ranksOf(text)).toEqual(expected);
});

test.each([
  "Tinea, I think",
  "2. Tinea",
  "I agree with 1. Tinea",
  "1.5 mg would do",
  "",
  "@heron thanks",
  "1.",
])("%j is a comment", (text) => {
  expect(readRankedReply(text)).toBeUndefined();
});

test("what follows the list is read as what it says", () => {
  const fields = readRankedReply(
    "1. Granuloma annulare\n2. Tinea\n70 % sure\nCan't miss: Sarcoidosis; Leprosy\nNext steps: punch biopsy\nNo scale,\nand terbinafine did nothing.",
  );
  expect(fields && readOpinionDraft(fields)).toMatchObject({
    confidence: 70,
    cantMiss: [{ text: "Sarcoidosis" }, { text: "Leprosy" }],
    nextSteps: "punch biopsy",
    reasoning: "No scale,\nand terbinafine did nothing.",
  });
});

test("who does not say how sure they are is taken as even", () => {
  expect(readRankedReply("1. Tinea")?.["confidence"]).toBe("50");
  expect(readRankedReply("1. Tinea\n900 % sure")?.["confidence"]).toBe("50");
});

import { describe, expect, test } from "vitest";

import { opinionOnWire, readOpinionBody } from "./opinion-body.ts";
import { Refusal } from "./refusal.ts";

const wire = {
  differential: [
    [{ text: "Granuloma annulare", codes: [{ system: "icd10cm", code: "L92.0" }] }],
    [
      { text: "Tinea corporis", codes: [] },
      { text: "Psoriasis", codes: [] },
    ],
  ],
  confidence: 70,
  cantMiss: [{ text: "Sarcoidosis", codes: [] }],
  nextSteps: "Biopsy.",
  reasoning: "No scale.",
  blind: true,
};

function faultsOf(read: () => unknown): readonly (readonly [string, string])[] {
  try {
    read();
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ field, message }) => [field, message] as const);
    throw error;
  }
  return [];
}

describe("readOpinionBody", () => {
  test("reads the wire form and writes the same again", () => {
    const body = readOpinionBody(wire);
    expect(body.differential[0][0]).toEqual({
      text: "Granuloma annulare",
      codings: [{ system: "icd10cm", code: "L92.0" }],
    });
    expect(opinionOnWire(body)).toEqual(wire);
  });

  test("keeps what it does not know", () => {
    const rich = {
      ...wire,
      evidence: [{ doi: "10.1/x" }],
      differential: [
        [{ text: "Acne", codes: [{ system: "doid", code: "DOID:6543", label: "acne" }], probability: 0.4 }],
      ],
    };
    expect(opinionOnWire(readOpinionBody(rich))).toEqual(rich);
  });

  test("the least that is an opinion", () => {
    expect(
      readOpinionBody({ differential: [[{ text: "Acne" }]], confidence: 49.6, nextSteps: null }),
    ).toEqual({
      differential: [[{ text: "Acne", codings: [] }]],
      confidence: 50,
      cantMiss: [],
      blind: false,
    });
  });

  test.each([
    [{ ...wire, differential: [] }, "differential"],
    [{ ...wire, differential: "Acne" }, "differential"],
    [{ ...wire, differential: [["Acne"]] }, "differential.0.0"],
    [
      { ...wire, differential: [[{ text: "Acne" }], [{ text: "ACNE", field: "confidence" }]] },
      "differential.1.0",
    ],
    [{ ...wire, confidence: 101 }, "confidence"],
    [{ ...wire, confidence: "70" }, "confidence"],
    [{ ...wire, cantMiss: [{ text: "a" }, { text: "A" }] }, "cantMiss.1"],
    [{ ...wire, reasoning: "x".repeat(5001) }, "reasoning"],
    [{ ...wire, blind: "yes" }, "blind"],
    [{ ...wire, extra: "\u0000" }, "opinion"],
    [null, ""],
  ])("refuses %#", (value, field) => {
    expect(faultsOf(() => readOpinionBody(value)).map(([at]) => at)).toEqual([field]);
  });
});

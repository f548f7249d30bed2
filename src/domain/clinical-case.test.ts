import { describe, expect, test } from "vitest";

import { readClinicalCase } from "./clinical-case.ts";
import { Refusal } from "./refusal.ts";

const plain = {
  title: "Annular plaque on the forearm",
  question: { kind: "diagnosis", text: "Fungal after all?" },
  urgency: "week",
  specialties: ["dermatology"],
  patient: { ageBand: "40-44", sex: "female" },
};

function faultsOf(value: unknown): readonly string[] {
  try {
    readClinicalCase(value);
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ field, message }) => `${field}: ${message}`);
    throw error;
  }
  return [];
}

describe("readClinicalCase", () => {
  test("a case with nothing but the needed is complete", () => {
    expect(readClinicalCase(plain)).toEqual(plain);
  });

  test("keeps what it does not know, at every depth, and a specialty of its author's", () => {
    const rich = {
      ...plain,
      specialties: ["dermatology", "tropical-dermatology"],
      question: { ...plain.question, candidates: ["a"] },
      patient: { ...plain.patient, skinType: "III", region: "Nordic" },
      lesion: { site: "forearm", size: [4, "cm"] },
      course: [{ day: -31, event: "terbinafine begun", certainty: "exact" }],
    };
    expect(readClinicalCase(rich)).toEqual(rich);
  });

  test("reads absent, null and empty alike, and cleans texts", () => {
    const read = readClinicalCase({
      ...plain,
      title: " A\u202E  b ",
      findings: null,
      history: "",
      course: null,
    });
    expect(read).toEqual({ ...plain, title: "A b" });
  });

  test.each([
    [{ ...plain, title: "x".repeat(161) }, "title: Give the case a title of at most 160 characters."],
    [{ ...plain, title: " \u0000 " }, "clinicalCase: It holds characters that are not text."],
    [
      { ...plain, question: { kind: "diagnosis", text: "?" } },
      "question.text: Ask a question of 3 to 500 characters.",
    ],
    [{ ...plain, findings: "x".repeat(5001) }, "findings: Shorten the findings to at most 5000 characters."],
    [{ ...plain, specialties: [] }, "specialties.0: Choose 1 to 3 specialties, each once."],
    [{ ...plain, specialties: ["a", "b", "c", "d"] }, "specialties: Choose 1 to 3 specialties, each once."],
    [{ ...plain, specialties: ["a", "a"] }, "specialties: Choose 1 to 3 specialties, each once."],
    [
      { ...plain, patient: { ageBand: "93", sex: "female" } },
      "patient.ageBand: Choose the patient's age from the list of bands.",
    ],
    [
      { ...plain, course: [{ day: 40_000, event: "born" }] },
      "course.0.day: Count the days of the course from presentation (day 0), at most 32850 either way.",
    ],
  ])("refuses %#", (value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });

  test.each([undefined, null, 7, "text", [], {}])("refuses %j without falling over", (value) => {
    expect(faultsOf(value).length).toBeGreaterThan(0);
  });

  test("refuses what no database keeps", () => {
    expect(faultsOf({ ...plain, extra: "\u0000" })).toEqual([
      "clinicalCase: It holds characters that are not text.",
    ]);
    expect(faultsOf({ ...plain, "\uD800": 1 })).toEqual([
      "clinicalCase: It holds characters that are not text.",
    ]);
    expect(faultsOf({ ...plain, extra: "x".repeat(100_001) })).toEqual([
      "clinicalCase: It is longer than 100000 characters.",
    ]);
    const deep: unknown = JSON.parse(`${"[".repeat(10_000)}${"]".repeat(10_000)}`);
    expect(faultsOf({ ...plain, extra: deep })).toEqual(["clinicalCase: It is nested more than 20 deep."]);
  });

  test("a prototype in the JSON stays out", () => {
    const text = `{"__proto__": {"title": "from the prototype"}, ${JSON.stringify(plain).slice(1)}`;
    const read = readClinicalCase(JSON.parse(text));
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  test("names at most twenty of a stranger's faults", () => {
    expect(faultsOf({ ...plain, course: Array.from({ length: 60 }, () => ({})) })).toHaveLength(20);
  });
});

import { describe, expect, test } from "vitest";

import { type FormFields, readCaseDraft } from "./case-draft.ts";
import { Refusal } from "./refusal.ts";

const needed: FormFields = {
  title: "Annular plaque on the forearm",
  question: "Fungal after all, or should I biopsy?",
  "specialty-1": "dermatology",
};

function faultsOf(fields: FormFields): Readonly<Record<string, string>> {
  try {
    readCaseDraft(fields);
  } catch (error) {
    if (error instanceof Refusal)
      return Object.fromEntries(error.faults.map(({ field, message }) => [field, message]));
    throw error;
  }
  return {};
}

describe("readCaseDraft", () => {
  test("a title, a question and a specialty are enough", () => {
    expect(readCaseDraft(needed)).toEqual({
      audience: "network",
      clinical: {
        title: "Annular plaque on the forearm",
        question: { kind: "diagnosis", text: "Fungal after all, or should I biopsy?" },
        urgency: "none",
        specialties: ["dermatology"],
        patient: { ageBand: "not-stated", sex: "not-stated" },
      },
    });
  });

  test("reads every field", () => {
    const draft = readCaseDraft({
      ...needed,
      "question-kind": "next-test",
      urgency: "day",
      "specialty-2": "",
      "specialty-3": "pathology",
      "age-band": "40-44",
      sex: "female",
      "skin-type": "III",
      findings: "single plaque, 4 cm\r\nno scale",
      history: "<b>none</b>",
      tried: "terbinafine",
      course: "day 0: seen\nday -31: terbinafine begun",
      audience: "public",
    });
    expect(draft).toEqual({
      audience: "public",
      clinical: {
        title: "Annular plaque on the forearm",
        question: { kind: "next-test", text: "Fungal after all, or should I biopsy?" },
        urgency: "day",
        specialties: ["dermatology", "pathology"],
        patient: { ageBand: "40-44", sex: "female", skinType: "III" },
        findings: "single plaque, 4 cm\nno scale",
        history: "<b>none</b>",
        tried: "terbinafine",
        course: [
          { day: -31, event: "terbinafine begun" },
          { day: 0, event: "seen" },
        ],
      },
    });
  });

  test("names every fault at once, by the form's own fields", () => {
    const faults = faultsOf({
      title: "x".repeat(161),
      question: "x".repeat(100_000),
      "question-kind": "riddle",
      urgency: "minutes",
      "specialty-1": "dermatology",
      "specialty-2": "phrenology",
      "age-band": "43",
      sex: "f",
      "skin-type": "7",
      findings: "x".repeat(5001),
      history: "x".repeat(5001),
      tried: "x".repeat(5001),
      course: "in spring",
      audience: "everybody",
    });
    expect(Object.keys(faults).sort()).toEqual(
      [
        "title",
        "question",
        "question-kind",
        "urgency",
        "specialty-2",
        "age-band",
        "sex",
        "skin-type",
        "findings",
        "history",
        "tried",
        "course",
        "audience",
      ].sort(),
    );
    expect(faults["title"]).toBe("Give the case a title of at most 160 characters.");
    expect(faults["question"]).toBe("Ask a question of 3 to 500 characters.");
    expect(faults["specialty-2"]).toBe("Choose the specialty from the list.");
  });

  test("an empty form says what is needed", () => {
    expect(faultsOf({})).toEqual({
      title: "Give the case a title of at most 160 characters.",
      question: "Ask a question of 3 to 500 characters.",
      "specialty-1": "Choose 1 to 3 specialties, each once.",
    });
  });

  test("refuses one specialty twice", () => {
    expect(faultsOf({ ...needed, "specialty-2": "dermatology" })).toEqual({
      "specialty-1": "Choose 1 to 3 specialties, each once.",
    });
  });

  test("an event of the course that is too long or too far is a fault of the course", () => {
    expect(faultsOf({ ...needed, course: `day 1: ${"x".repeat(301)}` })).toEqual({
      course: "Describe an event of the course in at most 300 characters.",
    });
    expect(faultsOf({ ...needed, course: "day -40000: born" })).toEqual({
      course: "Count the days of the course from presentation (day 0), at most 32850 either way.",
    });
  });

  test("an emergency is stopped with a pointer to local emergency care", () => {
    const faults = faultsOf({ ...needed, question: "Patient is not breathing, what now?" });
    expect(faults["question"]).toMatch(/^“Patient is not breathing”: .*local emergency number/u);
  });
});

import { describe, expect, test } from "vitest";

import { type DiagnosisInput, readDifferential } from "./differential.ts";
import { ranksFromForm } from "./ranking-form.ts";
import { Refusal } from "./refusal.ts";

const ranks = (...names: readonly (readonly string[])[]): DiagnosisInput[][] =>
  names.map((rank) => rank.map((text) => ({ text })));

function faultsOf(input: readonly (readonly DiagnosisInput[])[]) {
  try {
    readDifferential(input);
  } catch (error) {
    if (error instanceof Refusal) return error.faults;
    throw error;
  }
  return [];
}

describe("readDifferential", () => {
  test("keeps ranks, ties, codes and unknown properties, and tidies texts", () => {
    const codings = [{ system: "icd10cm", code: "L92.0" }];
    const strange = { text: " Granuloma\n annulare ", codings, probability: 0.6 };
    expect(readDifferential([[strange], [{ text: "Tinea" }, { text: "Psoriasis" }]])).toEqual([
      [{ text: "Granuloma annulare", codings, probability: 0.6 }],
      [
        { text: "Tinea", codings: [] },
        { text: "Psoriasis", codings: [] },
      ],
    ]);
  });

  test("ten diagnoses on five ranks pass", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    const input = ranks(names.slice(0, 6), ...names.slice(6).map((name) => [name]));
    expect(readDifferential(input)).toHaveLength(5);
  });

  test.each([
    ["nothing", [], "differential", "Name at least one diagnosis."],
    ["only empty ranks", [[], []], "differential", "Name at least one diagnosis."],
    [
      "eleven",
      ranks(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"]),
      "differential",
      "Name at most 10 diagnoses; here are 11.",
    ],
    [
      "six ranks",
      ranks(["a"], ["b"], ["c"], ["d"], ["e"], ["f"]),
      "differential",
      "Use at most 5 ranks; here are 6.",
    ],
    ["an empty rank", [[{ text: "a" }], []], "differential.1", "Rank 2 is empty: name a diagnosis there."],
    [
      "a repeated text",
      ranks(["Sjögren"], ["x", "SJOGREN"]),
      "differential.1.1",
      "“SJOGREN” and “Sjögren” are the same diagnosis: name it once.",
    ],
    [
      "too long a text",
      ranks(["a".repeat(201)]),
      "differential.0.0",
      "Write a diagnosis with at most 200 characters; this one has 201.",
    ],
    ["no words", ranks(["?!"]), "differential.0.0", "Write the diagnosis in words."],
    ["blank", ranks([" \u00AD "]), "differential.0.0", "Write the diagnosis in words."],
    [
      "a right-to-left override",
      ranks(["Acne\u202Eenca"]),
      "differential.0.0",
      "A diagnosis holds invisible control or text-direction characters: type it by hand.",
    ],
    [
      "a control character",
      ranks(["Ac\u0000ne"]),
      "differential.0.0",
      "A diagnosis holds invisible control or text-direction characters: type it by hand.",
    ],
    [
      "a code with spaces",
      [[{ text: "Acne", codings: [{ system: "icd10cm", code: "L 70" }] }]],
      "differential.0.0",
      "A code needs a system such as icd10cm and a code such as L92.0, without spaces.",
    ],
  ])("refuses %s", (_, input, field, message) => {
    expect(faultsOf(input)).toEqual([{ field, message }]);
  });

  test("refuses an equal code under another name, and names the form's own field", () => {
    const codings = [{ system: "doid", code: "DOID:6543" }];
    const faults = faultsOf([
      [{ text: "Acne", codings, field: "diagnosis-1" }],
      [{ text: "Spots", codings, field: "diagnosis-2" }],
    ]);
    expect(faults).toEqual([
      { field: "diagnosis-2", message: "“Spots” and “Acne” are the same diagnosis: name it once." },
    ]);
  });

  test("reports everything that is wrong at once", () => {
    expect(faultsOf(ranks(["?"], ["Acne", "acne"])).map(({ field }) => field)).toEqual([
      "differential.0.0",
      "differential.1.1",
    ]);
  });
});

describe("ranksFromForm", () => {
  test("groups by number, closes gaps, ties in the order of the rows, skips empty rows", () => {
    const grouped = ranksFromForm([
      { text: "late", rank: "7" },
      { text: "first", rank: "2" },
      { text: "  ", rank: "" },
      { text: "tied", rank: 2 },
    ]);
    expect(grouped).toEqual({ ok: true, value: ranks(["first", "tied"], ["late"]) });
  });

  test.each(["0", "-1", "1.5", "", "one", "100"])("refuses the rank %j by its row", (rank) => {
    expect(ranksFromForm([{ text: "Acne", rank, field: "rank-3" }])).toEqual({
      ok: false,
      faults: [{ field: "rank-3", message: "Give “Acne” a rank: a whole number, 1 for the likeliest." }],
    });
  });
});

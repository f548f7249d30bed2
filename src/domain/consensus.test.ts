import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { opinion, pooled, someOpinions } from "#test/support/opinions.ts";
import { type Consensus, poolOpinions } from "./consensus.ts";

const near = (value: number): unknown => expect.closeTo(value, 10);
const scores = (consensus: Consensus) => consensus.entries.map(({ diagnosis, score }) => [diagnosis, score]);

describe("the weights of one opinion", () => {
  test("[[A], [B, C]] gives A 2/3, B 1/6, C 1/6", () => {
    expect(scores(pooled([opinion(1, [["A"], ["B", "C"]])]))).toEqual([
      ["A", near(2 / 3)],
      ["B", near(1 / 6)],
      ["C", near(1 / 6)],
    ]);
  });

  test("[[A], [B], [C]] gives 6/11, 3/11, 2/11", () => {
    expect(scores(pooled([opinion(1, [["A"], ["B"], ["C"]])]))).toEqual([
      ["A", near(6 / 11)],
      ["B", near(3 / 11)],
      ["C", near(2 / 11)],
    ]);
  });
});

describe("the pool", () => {
  test("is the mean over the opinions, with its dissent and counts", () => {
    // A: (1 + 2/3 + 0) / 3, B: (0 + 1/3 + 1/2) / 3, C: (0 + 0 + 1/2) / 3
    const consensus = pooled([
      opinion(1, [["A"]]),
      opinion(2, [["A"], ["B"]], { institution: "b.example" }),
      opinion(3, [["B", "C"]]),
    ]);
    expect(consensus).toMatchObject({ n: 3, institutions: 2 });
    expect(consensus.entries).toEqual([
      { diagnosis: "A", codings: [], score: near(5 / 9), rankedFirstBy: 2, namedBy: 2 },
      { diagnosis: "B", codings: [], score: near(5 / 18), rankedFirstBy: 1, namedBy: 2 },
      { diagnosis: "C", codings: [], score: near(1 / 6), rankedFirstBy: 1, namedBy: 1 },
    ]);
    expect(consensus.dissent.map(({ diagnosis }) => diagnosis)).toEqual(["B", "C"]);
  });

  test("says so when the opinions are too few, counted by physicians", () => {
    const twice = [opinion(1, [["A"]]), opinion(2, [["A"]]), opinion(2, [["A"]], { at: 9 })];
    expect(poolOpinions(twice)).toEqual({ kind: "too-few", n: 2, minimum: 3 });
    expect(poolOpinions([...twice, opinion(3, [["A"]])])).toMatchObject({ kind: "pooled", n: 3 });
    expect(poolOpinions([], { minimum: 0 })).toEqual({ kind: "too-few", n: 0, minimum: 0 });
  });

  test("counts the opinion that a physician gave first, wherever it stands", () => {
    const consensus = pooled([opinion(1, [["Later"]], { at: 8 }), opinion(1, [["First"]], { at: 2 })]);
    expect(scores(consensus)).toEqual([["First", 1]]);
  });

  test("equal scores go by text, also where their sums ran in another order", () => {
    const consensus = pooled([
      opinion(1, [["B"], ["A"], ["C"]]),
      opinion(2, [["A"], ["C"], ["B"]]),
      opinion(3, [["C"], ["B"], ["A"]]),
    ]);
    expect(scores(consensus)).toEqual([
      ["A", near(1 / 3)],
      ["B", near(1 / 3)],
      ["C", near(1 / 3)],
    ]);
    expect(new Set(consensus.entries.map(({ score }) => score)).size).toBe(1);
  });

  test("never hides what must not be missed", () => {
    const consensus = pooled([
      opinion(1, [["A"]], { cantMiss: ["Melanoma"] }),
      opinion(2, [["A"]], { cantMiss: ["melanoma", "Sarcoma"] }),
      opinion(3, [["A"]], { cantMiss: ["A"] }),
    ]);
    expect(consensus.cantMiss).toEqual([
      { diagnosis: "Melanoma", codings: [], namedBy: 2 },
      { diagnosis: "A", codings: [], namedBy: 1 },
      { diagnosis: "Sarcoma", codings: [], namedBy: 1 },
    ]);
    expect(scores(consensus)).toEqual([["A", 1]]);
  });
});

describe("which diagnoses are the same", () => {
  test("those with an equal code that names one diagnosis, and through them their texts", () => {
    const consensus = pooled([
      opinion(1, [["Acne#6543"]]),
      opinion(2, [["Acne vulgaris#6543"]]),
      opinion(3, [["acne VULGARIS"]]),
      opinion(4, [["Rosacea"]]),
    ]);
    expect(scores(consensus)).toEqual([
      ["Acne", 0.75],
      ["Rosacea", 0.25],
    ]);
    expect(consensus.entries[0]?.codings).toEqual([{ system: "doid", code: "6543" }]);
  });

  test("two entries of one opinion that others' codes connect add up and count once", () => {
    const consensus = pooled([
      opinion(1, [["Acne"], ["Spots"]]),
      opinion(2, [["Acne#6543"]]),
      opinion(3, [["Spots#6543"]]),
    ]);
    expect(consensus.entries).toEqual([
      {
        diagnosis: "Acne",
        codings: [{ system: "doid", code: "6543" }],
        score: 1,
        rankedFirstBy: 3,
        namedBy: 3,
      },
    ]);
  });

  test("not those that the ICD only counts together", () => {
    const consensus = pooled([opinion(1, [["Becker nevus#D22.9"]]), opinion(2, [["Blue nevus#D22.9"]])]);
    expect(scores(consensus)).toEqual([
      ["Becker nevus", 0.5],
      ["Blue nevus", 0.5],
    ]);
    expect(() => opinion(3, [["Becker nevus#D22.9"], ["Blue nevus#D22.9"]])).not.toThrow();
  });

  test("not two that one opinion alone puts under one code", () => {
    const consensus = pooled([
      opinion(1, [["Melanoma#1909"]]),
      opinion(2, [["Melanoma#1909"]]),
      opinion(3, [["Melanocytic nevus#12803"]]),
      opinion(4, [["Melanoma#12803"]]),
    ]);
    expect(scores(consensus)).toEqual([
      ["Melanoma", 0.75],
      ["Melanocytic nevus", 0.25],
    ]);
    expect(consensus.entries[0]?.codings).toEqual([{ system: "doid", code: "1909" }]);
  });

  test("is called by the spelling and the code most used, then by the first", () => {
    const most = pooled([
      opinion(1, [["Acne#L70.9"]]),
      opinion(2, [["acne#L70.0"]]),
      opinion(3, [["acne#L70.0"]]),
    ]);
    expect(most.entries[0]).toMatchObject({
      diagnosis: "acne",
      codings: [{ system: "icd10cm", code: "L70.0" }],
    });
    const even = pooled([opinion(1, [["acne#L70.9"]]), opinion(2, [["Acne#L70.0"]])]);
    expect(even.entries[0]).toMatchObject({
      diagnosis: "Acne",
      codings: [{ system: "icd10cm", code: "L70.0" }],
    });
  });
});

describe("the spread", () => {
  test.each([
    ["one long differential that all give", [["A"], ["B"], ["C"]], [["A"], ["B"], ["C"]], 0, "narrow"],
    ["two camps", [["A"]], [["B"]], 0.5, "wide"],
    // The mean is A 5/6, B 1/6: each lies 1/6 away from it.
    ["a shared leader", [["A"]], [["A"], ["B"]], 1 / 6, "narrow"],
    // The mean is A 1/2, B 1/2: each lies 1/6 away from it, 2/3 being 1/6 above a half.
    ["the order reversed", [["A"], ["B"]], [["B"], ["A"]], 1 / 6, "narrow"],
  ] as const)("of %s", (_, one, other, value, word) => {
    expect(pooled([opinion(1, one), opinion(2, other)]).spread).toEqual({
      value: near(value),
      word,
    });
  });

  test("of five against two is moderate: 1 − (5/7)² − (2/7)²", () => {
    const camps = [1, 2, 3, 4, 5, 6, 7].map((author) => opinion(author, [[author <= 5 ? "A" : "B"]]));
    expect(pooled(camps).spread).toEqual({ value: near(20 / 49), word: "moderate" });
  });
});

describe("properties", () => {
  test("the scores sum to one, and fall", () => {
    fc.assert(
      fc.property(someOpinions, (opinions) => {
        const { entries, n, spread } = pooled(opinions);
        expect(entries.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 9);
        for (const [place, { score, namedBy, rankedFirstBy }] of entries.entries()) {
          expect(score).toBeLessThanOrEqual(entries[place - 1]?.score ?? 1);
          expect(rankedFirstBy).toBeLessThanOrEqual(namedBy);
          expect(namedBy).toBeLessThanOrEqual(n);
        }
        expect(spread.value).toBeGreaterThanOrEqual(0);
        expect(spread.value).toBeLessThan(1);
      }),
    );
  });

  test("the order of arrival changes nothing, to the last bit", () => {
    const shuffled = someOpinions.chain((opinions) =>
      fc.tuple(
        fc.constant(opinions),
        fc.shuffledSubarray(opinions, { minLength: opinions.length, maxLength: opinions.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([opinions, otherwise]) => {
        expect(poolOpinions(otherwise)).toEqual(poolOpinions(opinions));
      }),
    );
  });

  test("no two entries share a code or a folded text", () => {
    fc.assert(
      fc.property(someOpinions, (opinions) => {
        const { entries } = pooled(opinions);
        const texts = entries.map(({ diagnosis }) => diagnosis.toLowerCase());
        const codes = entries.flatMap(({ codings }) => codings.map(({ code }) => code));
        expect(new Set(texts).size).toBe(texts.length);
        expect(new Set(codes).size).toBe(codes.length);
      }),
    );
  });
});

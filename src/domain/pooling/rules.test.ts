import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { opinion, pooled, someOpinions } from "#test/support/opinions.ts";
import { recordWeight } from "./record-weighted.ts";
import { POOLING_NAMES, poolingOf } from "./rules.ts";

const near = (value: number): unknown => expect.closeTo(value, 6);

/** The shares by name, as a rule gives them. */
const shares = (
  rule: Parameters<typeof pooled>[1],
  opinions: Parameters<typeof pooled>[0],
): Record<string, number> =>
  Object.fromEntries(pooled(opinions, rule).entries.map(({ diagnosis, score }) => [diagnosis, score]));

describe.each(POOLING_NAMES)("every rule, here %s,", (rule) => {
  test("gives shares that sum to one and fall, and loses no diagnosis that was named", () => {
    fc.assert(
      fc.property(someOpinions, (opinions) => {
        const { entries } = pooled(opinions, rule);
        expect(entries.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 9);
        for (const [place, { score }] of entries.entries()) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(entries[place - 1]?.score ?? 1);
        }
        expect(entries).toHaveLength(pooled(opinions).entries.length);
      }),
    );
  });

  test("gives the same to the last bit, whatever the order of arrival", () => {
    const shuffled = someOpinions.chain((opinions) =>
      fc.tuple(
        fc.constant(opinions),
        fc.shuffledSubarray(opinions, { minLength: opinions.length, maxLength: opinions.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([opinions, otherwise]) => {
        expect(pooled(otherwise, rule)).toEqual(pooled(opinions, rule));
      }),
    );
  });

  test("gives everything to what all say alone, or nearly so", () => {
    const all = [1, 2, 3, 4, 5].map((author) => opinion(author, [["A"]]));
    expect(shares(rule, all)).toEqual({ A: 1 });
  });

  test("says which rule it was", () => {
    expect(pooled([opinion(1, [["A"]])], rule).rule).toBe(rule);
  });
});

test("plurality counts first ranks, shared where tied, and keeps what nobody ranks first", () => {
  expect(
    shares("plurality", [opinion(1, [["A"], ["C"]]), opinion(2, [["A", "B"]]), opinion(3, [["B"]])]),
  ).toEqual({ A: near(0.5), B: near(0.5), C: 0 });
});

test("confidence: certain weighs three times a guess", () => {
  expect(
    shares("confidence-weighted", [
      opinion(1, [["A"]], { confidence: 100 }),
      opinion(2, [["B"]], { confidence: 0 }),
    ]),
  ).toEqual({ A: 0.75, B: 0.25 });
});

test("agreement: who is shared by all weighs more than who is shared by nobody", () => {
  // Two of three agree: their mean agreement with the others is ½, so they weigh 1, the third ½.
  expect(
    shares("agreement-weighted", [opinion(1, [["A"]]), opinion(2, [["A"]]), opinion(3, [["B"]])]),
  ).toEqual({ A: near(0.8), B: near(0.2) });
  expect(shares("agreement-weighted", [opinion(1, [["A"], ["B"]])])).toEqual({
    A: near(2 / 3),
    B: near(1 / 3),
  });
});

describe("records", () => {
  test.each([
    ["nobody vouches for", undefined, 1],
    ["nineteen resolved cases", { resolved: 19, rightFirst: 1 }, 1],
    ["typical luck", { resolved: 500, rightFirst: 0.625 }, 1],
    ["twenty cases, all right: half of the way", { resolved: 20, rightFirst: 1 }, 1.3],
    ["a thousand, all wrong: not below a half", { resolved: 1000, rightFirst: 0 }, 0.5],
    ["a million, all right: not above one and a half", { resolved: 1e6, rightFirst: 1 }, 1.5],
  ])("of %s", (_, record, weight) => {
    expect(recordWeight(record)).toBeCloseTo(weight, 9);
  });

  test("move the pool, within their bounds", () => {
    const right = { resolved: 20, rightFirst: 1 };
    expect(shares("record-weighted", [opinion(1, [["A"]], { record: right }), opinion(2, [["B"]])])).toEqual({
      A: near(1.3 / 2.3),
      B: near(1 / 2.3),
    });
  });
});

describe("Plackett-Luce finds the likeliest shares", () => {
  test("of three that rank A before B and one the other way: 4 log a + 2 log b is largest at two thirds", () => {
    const ahead = [1, 2, 3].map((author) => opinion(author, [["A"], ["B"]]));
    expect(shares("plackett-luce", [...ahead, opinion(4, [["B"], ["A"]])])).toEqual({
      A: near(2 / 3),
      B: near(1 / 3),
    });
  });

  test("and what an opinion does not name stands behind all that it names", () => {
    const {
      A = 0,
      B = 0,
      C = 0,
    } = shares("plackett-luce", [opinion(1, [["A"]]), opinion(2, [["A"], ["B"]]), opinion(3, [["C"]])]);
    // The slopes of 3 log a + 2 log b + 2 log c - log(1 - a), the last for the draw of B among B and C, are equal.
    const slope = 3 / A + 1 / (1 - A);
    expect(2 / C).toBeCloseTo(slope, 4);
    expect(2 / B).toBeCloseTo(slope, 4);
  });
});

test("a case that asks for no rule, or for one of a later version, gets the default", () => {
  expect(poolingOf("plackett-luce")).toBe("plackett-luce");
  expect(poolingOf(undefined)).toBe(poolingOf("oracle"));
});

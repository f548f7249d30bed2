import { expect, test } from "vitest";
import { add, moveDown, moveUp, remove, tie, untie } from "./ranking.ts";
import type { Ranking } from "./ranking.ts";

const LIMITS = { ranks: 5, diagnoses: 10 };
const rankingOf = (...ranks: readonly string[]): Ranking =>
  ranks.map((rank) => rank.split("=").map((text) => ({ text, code: "" })));
const show = (ranking: Ranking): string[] => ranking.map((rank) => rank.map(({ text }) => text).join("="));
const entry = (text: string) => ({ text, code: "" });

test("a diagnosis goes on a rank of its own, below the others", () => {
  const { ranking, spot, said } = add(rankingOf("A"), entry(" B "), LIMITS);
  expect(show(ranking)).toEqual(["A", "B"]);
  expect(spot).toEqual({ rank: 1, place: 0 });
  expect(said).toBe("B added on rank 2.");
});

test("beyond five ranks it shares the last one, and that is said", () => {
  const { ranking, said } = add(rankingOf("A", "B", "C", "D", "E"), entry("F"), LIMITS);
  expect(show(ranking)).toEqual(["A", "B", "C", "D", "E=F"]);
  expect(said).toBe("All ranks are in use: F shares rank 5.");
});

test("nothing is named twice, and no more than ten are named", () => {
  const twice = add(rankingOf("Acne"), entry("acne "), LIMITS);
  expect(show(twice.ranking)).toEqual(["Acne"]);
  expect(twice.said).toContain("already");
  const full = rankingOf("A=B=C=D=E=F", "G", "H", "I", "J");
  expect(show(add(full, entry("K"), LIMITS).ranking)).toEqual(show(full));
});

test("moves past whole ranks, and stays put at the ends", () => {
  const ranking = rankingOf("A", "B=C", "D");
  expect(show(moveUp(ranking, { rank: 2, place: 0 }, LIMITS).ranking)).toEqual(["A", "D", "B=C"]);
  expect(show(moveDown(ranking, { rank: 0, place: 0 }, LIMITS).ranking)).toEqual(["B=C", "A", "D"]);
  expect(moveUp(ranking, { rank: 0, place: 0 }, LIMITS)).toMatchObject({
    ranking,
    said: "A is first already.",
  });
});

test("moves out of a tie onto a rank of its own, or to the neighbours when all ranks are in use", () => {
  const ranking = rankingOf("A", "B=C");
  expect(show(moveUp(ranking, { rank: 1, place: 1 }, LIMITS).ranking)).toEqual(["A", "C", "B"]);
  expect(show(moveDown(ranking, { rank: 1, place: 0 }, LIMITS).ranking)).toEqual(["A", "C", "B"]);
  const full = rankingOf("A", "B=C", "D", "E", "F");
  expect(show(moveUp(full, { rank: 1, place: 1 }, LIMITS).ranking)).toEqual(["A=C", "B", "D", "E", "F"]);
  expect(untie(full, { rank: 1, place: 1 }, LIMITS)).toMatchObject({ ranking: full });
});

test("ties with the rank above and unties again", () => {
  const tied = tie(rankingOf("A=B", "C", "D"), { rank: 1, place: 0 });
  expect(show(tied.ranking)).toEqual(["A=B=C", "D"]);
  expect(tied.said).toBe("C is tied with A and B on rank 1.");
  expect(tied.spot).toEqual({ rank: 0, place: 2 });
  expect(show(untie(tied.ranking, { rank: 0, place: 2 }, LIMITS).ranking)).toEqual(["A=B", "C", "D"]);
});

test("removing closes the gap", () => {
  const { ranking, said } = remove(rankingOf("A", "B", "C=D"), { rank: 1, place: 0 });
  expect(show(ranking)).toEqual(["A", "C=D"]);
  expect(said).toBe("B removed.");
});

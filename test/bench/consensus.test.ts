import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { POOLING_NAMES } from "#domain/pooling/rules.ts";
import { benchConsensus } from "../../bench/rows/consensus.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "consilium-readings-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(cases: readonly unknown[]): Promise<void> {
  await writeFile(
    path.join(folder, "conditions.tsv"),
    "index\tname\trisk\n0\tEczema\t0\n1\tPsoriasis\t1\n2\tMycosis fungoides\t2\n",
  );
  await writeFile(path.join(folder, "cases.jsonl"), cases.map((one) => JSON.stringify(one)).join("\n"));
}

test("leaves each reader out, counts a case once, and finds every high-risk diagnosis again", async () => {
  await write([
    // Whoever is left out: of the other two one or both say eczema, or one eczema and one mycosis fungoides.
    { case: 1, readers: [[[0]], [[0]], [[2], [0]]] },
    { case: 2, readers: [[[1]], [[1]], [[1]]] },
    { case: 3, readers: [[[1]]] },
  ]);
  const { rows } = await benchConsensus({ cases: folder });
  const two = rows.filter(({ k }) => k === 2);
  expect(two.map(({ rule }) => rule)).toEqual(POOLING_NAMES);
  const usual = two.find(({ rule }) => rule === "inverse-rank");
  // Case 1: left out the third, both say eczema: missed. Left out one of the others: eczema 2/3, a hit, twice.
  expect(usual).toMatchObject({ k: 2, cases: 2, riskKept: 1 });
  expect(usual?.top1).toBeCloseTo((2 / 3 + 1) / 2, 4);
  // Case 1: (1/3)² twice for each of two pools, and 1 + 1 for the third.
  expect(usual?.brier).toBeCloseTo(((2 / 9) * 2 + 2) / 3 / 2, 4);
  expect(rows.every(({ riskKept }) => riskKept === 1)).toBe(true);
  expect(rows.some(({ k }) => k === 3)).toBe(false);
});

test("gives the same figures for the same seed", async () => {
  await write([{ case: 1, readers: [[[0]], [[0], [1]], [[1]], [[2]]] }]);
  expect(await benchConsensus({ cases: folder, seed: 5 })).toEqual(
    await benchConsensus({ cases: folder, seed: 5 }),
  );
});

test("names the line that is no reading", async () => {
  await write([
    { case: 1, readers: [[[0]]] },
    { case: 2, readers: [[[9]]] },
  ]);
  await expect(benchConsensus({ cases: folder })).rejects.toThrow(
    /cases\.jsonl, line 2: there is no condition 9/u,
  );
});

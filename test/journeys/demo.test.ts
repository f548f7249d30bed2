import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoResult, readResult } from "#demo/result.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const NAMES = [
  "Acne",
  "Rosacea",
  "Folliculitis",
  "Perioral dermatitis",
  "Tinea faciei",
  "Lupus erythematosus",
  "Seborrhoeic dermatitis",
];
type Reading = readonly (readonly number[])[];
/** Seven diagnoses with a tie on four ranks, a full tie, one reader too few, and nobody. */
const READINGS: readonly { readonly case: number; readonly readers: readonly Reading[] }[] = [
  { case: 3, readers: [[[0], [1, 2], [3], [4, 5, 6]], [[1]], [[0, 1]]] },
  { case: 8, readers: [[[2, 3]], [[2, 3]], [[2], [3]], [[6], [2]]] },
  { case: 9, readers: [[[4]], [[5]]] },
  { case: 20, readers: [] },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "consilium-readings-"));
  await write(READINGS.map((reading) => JSON.stringify(reading)));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(lines: readonly string[]): Promise<void> {
  await writeFile(path.join(folder, "cases.jsonl"), `${lines.join("\n")}\n`);
  await writeFile(
    path.join(folder, "conditions.tsv"),
    `index\tname\trisk\n${NAMES.map((name, index) => `${index}\t${name}\t0\n`).join("")}`,
  );
}

/** The rule of the consensus, written down once more: 1/r, shared by ties, scaled to one, then the mean. */
function pooled(readers: readonly Reading[]): Readonly<Record<string, number>> | null {
  if (readers.length < 3) return null;
  const shares: Record<string, number> = {};
  for (const ranks of readers) {
    const whole = ranks.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
    for (const [index, rank] of ranks.entries()) {
      for (const condition of rank) {
        const name = NAMES[condition] ?? "";
        shares[name] = (shares[name] ?? 0) + 1 / (index + 1) / rank.length / whole / readers.length;
      }
    }
  }
  return shares;
}

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as its user does; `onLine` sees each line of standard error as it comes. */
async function demo(options: readonly string[], onLine: (line: string) => void = () => {}): Promise<Run> {
  const child = spawn(process.execPath, [path.join(ROOT, "demo/main.ts"), ...options], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  createInterface({ input: child.stderr }).on("line", (line) => {
    stderr += `${line}\n`;
    onLine(line);
  });
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}

function expectPooled(result: DemoResult): void {
  expect(result).toMatchObject({ complete: true, missing: 0, delivery: { count: READINGS.length } });
  expect(result.institutions.map(({ name }) => name)).toEqual([
    "Northfield Hospital",
    "Southbank Society of Dermatology",
  ]);
  for (const { origin, cases } of result.institutions) {
    expect(cases.map(({ sourceCase }) => sourceCase)).toEqual(READINGS.map((reading) => reading.case));
    for (const [index, shown] of cases.entries()) {
      const readers = READINGS[index]?.readers ?? [];
      expect(shown.url).toMatch(new RegExp(`^${origin}/cases/`, "u"));
      expect(shown.opinions).toBe(readers.length);
      const expected = pooled(readers);
      if (expected === null) {
        expect(shown.consensus).toBeNull();
        continue;
      }
      const scores = (shown.consensus ?? []).map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((one, other) => other - one));
      expect(Object.keys(expected)).toHaveLength(scores.length);
      for (const { diagnosis, score } of shown.consensus ?? []) {
        expect(score, `${shown.sourceCase}: ${diagnosis}`).toBeCloseTo(expected[diagnosis] ?? Number.NaN, 9);
      }
    }
  }
}

describe("the demo with readings of a folder", () => {
  test("both institutions pool what the readers said, although both are killed in the middle", async () => {
    const killed: string[] = [];
    const run = await demo(["--cases", folder, "--once", "--json"], (line) => {
      const started = /^(?<name>.+) is process (?<pid>\d+) at /u.exec(line)?.groups;
      if (started?.["pid"] === undefined) return;
      const pid = Number(started["pid"]);
      // After a moment of its own for each, so that both are in the middle of their work.
      setTimeout(() => process.kill(pid, "SIGKILL"), 1500 + killed.length * 1500);
      killed.push(started["name"] ?? "");
    });
    expect(run.code, run.stderr).toBe(0);
    for (const name of killed) expect(run.stderr).toContain(`${name} ended (SIGKILL) and is started again.`);
    expect(killed).toHaveLength(2);
    expectPooled(readResult(run.stdout));
  }, 120_000);

  test("a table in words without --json", async () => {
    const run = await demo(["--cases", folder, "--limit", "1", "--once"]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain("Nothing is missing on either side");
    expect(run.stdout).toMatch(
      /Northfield Hospital: http:\/\/northfield\.localhost:\d+ {2}sign in as northfield-1/u,
    );
    expect(run.stdout).not.toContain("{");
  }, 120_000);
});

describe("the demo says what is wrong before it starts anything", () => {
  test.each([
    { options: ["--limit", "0"], words: '--limit takes a whole number from 1 up, not "0".' },
    { options: ["--speed"], words: "Unknown option '--speed'" },
    { options: ["--cases", "/nowhere"], words: "/nowhere/conditions.tsv" },
  ])("$options", async ({ options, words }) => {
    const run = await demo(options);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(words);
    expect(run.stderr).toContain("npm run demo -- [--cases DIR]");
  });

  test.each([
    { line: "{", words: "cases.jsonl, line 1 is no reading" },
    { line: '{"case":1,"readers":[[[99]]]}', words: "cases.jsonl, line 1: there is no condition 99." },
    { line: '{"case":1,"readers":[[[1],[1]]]}', words: "names a diagnosis twice" },
    { line: '{"case":1,"readers":[[]]}', words: "cases.jsonl, line 1 is no reading" },
  ])("$line", async ({ line, words }) => {
    const bad = await mkdtemp(path.join(tmpdir(), "consilium-readings-"));
    try {
      await writeFile(path.join(bad, "cases.jsonl"), line);
      await writeFile(path.join(bad, "conditions.tsv"), "index\tname\trisk\n1\tAcne\t0\n");
      const run = await demo(["--cases", bad]);
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(words);
    } finally {
      await rm(bad, { recursive: true });
    }
  });
});

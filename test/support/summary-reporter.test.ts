import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// Each test runs a vitest of its own.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "summary-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs test files, given by name, in a vitest of their own; returns its last line and its exit code. */
const run = async (
  files: Record<string, string>,
): Promise<{ last: string | undefined; code: number | null }> => {
  for (const [name, text] of Object.entries(files))
    await writeFile(path.join(folder, `${name}.test.js`), text);
  const vitest = path.join(
    path.dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
    "vitest.mjs",
  );
  const reporter = path.join(import.meta.dirname, "summary-reporter.ts");
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      vitest,
      "run",
      "--root",
      folder,
      "--globals",
      "--pool=threads",
      "--maxWorkers=1",
      "--reporter=default",
      `--reporter=${reporter}`,
    ],
    { encoding: "utf8", env: { ...process.env, FORCE_COLOR: "1" } },
  );
  return { last: stdout.trimEnd().split("\n").at(-1), code: status };
};

test("a run ends with its counts, alone on the last line", async () => {
  const good = `test("one", () => {}); test("two", () => {}); test.skip("three", () => {}); test.todo("four");`;
  expect(await run({ good })).toEqual({ last: "2 passed, 0 failed, 2 skipped", code: 0 });
});

test("what breaks outside a test counts as failed", async () => {
  const { last, code } = await run({
    good: `test("one", () => {});`,
    bad: `test("fails", () => { expect(1).toBe(2); });`,
    unreadable: `import "./not-there.js"; test("never seen", () => {});`,
    hook: `describe("suite", () => { beforeAll(() => { throw new Error("no"); }); test("not run", () => {}); });`,
    stray: `test("passes", () => { void Promise.reject(new Error("stray")); });`,
  });
  expect(code).toBe(1);
  // Failed: bad's test, the file that cannot be read, the hook, the stray rejection. Skipped: the test behind the hook.
  expect(last).toBe("2 passed, 4 failed, 1 skipped");
});

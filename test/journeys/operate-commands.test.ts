import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createBrowserClient } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { openDatabase } from "#store/database.ts";
import { enqueue } from "#store/queue.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type Operator, operator } from "#test/support/operator.ts";

// Each test starts whole processes, which takes its time on a machine that has other work.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let desk: Operator;
let database: TestDatabase;
let settings: Readonly<Record<string, string>>;
beforeAll(async () => {
  [desk, database] = await Promise.all([operator(), createTestDatabase()]);
  settings = {
    DATABASE_URL: database.url,
    DATA_DIR: "data",
    ORIGIN: "https://cases.northfield.example",
    PORT: String(await freePort()),
  };
});
afterAll(async () => {
  await desk.leave();
  await database.drop();
});

/** Runs a command; what it printed, and its exit code. */
async function run(...args: readonly string[]) {
  const command = desk.consilium(args, settings);
  const code = await command.ended;
  return { code, stdout: command.stdout, stderr: command.stderr };
}

/** Runs a command that must succeed, with --json: one value, and nothing beside it. */
async function json(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

describe("help and mistakes", () => {
  test("--help lists every command", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    for (const command of ["start", "migrate", "invite", "peers", "queue", "export"]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "mu"));
    }
  });

  test.each([
    [["backup"], "unknown command 'backup'"],
    [["migrate", "--force"], "unknown option '--force'"],
    [["migrate", "now"], "too many arguments for 'migrate'"],
    [["export"], "missing required argument 'folder'"],
    [["start", "--role", "leader"], "Allowed choices are all, web, worker."],
    [["invite", "--role", "chief"], "Allowed choices are physician, administrator"],
    [["peers", "peer.example", "--trust", "nice"], "Allowed choices are unknown, trusted, limited, blocked."],
  ])("%j says what is wrong and what would be right", async (args, words) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).toContain("Usage: consilium");
  });

  test.each([
    [["invite", "--country", "Norway"], "--country is two capital letters, such as NO."],
    [["invite", "--specialty", "astrology"], "--specialty is one of allergy-immunology,"],
    [
      ["peers", "--trust", "trusted"],
      "Name the institution: consilium peers cases.hospital.example --trust trusted",
    ],
    [["peers", "not a host", "--trust", "trusted"], "Give the address of an institution, such as"],
    [["peers", "https://cases.northfield.example", "--trust", "trusted"], "This is this institution itself."],
    [["peers", "nobody.example"], "nobody.example is not among the institutions that this one has met."],
    [["queue", "--retry", "nothing"], 'No message of a queue "nothing" was given up'],
    [["export", "/dev/null"], "/dev/null cannot be made into a folder (EEXIST). Name a new one."],
  ])("%j is refused in one line", async (args, words) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trim().split("\n")).toEqual([expect.stringContaining(words)]);
  });

  test("a wrong setting ends a command as it ends a start", async () => {
    const command = desk.consilium(["peers"], { ...settings, ORIGIN: "cases.northfield.example" });
    expect(await command.ended).toBe(2);
    expect(command.stderr).toMatch(/^ORIGIN: "cases\.northfield\.example" is not an address/u);
  });
});

test("migrate", async () => {
  expect(await json("migrate")).toEqual({ migrated: true });
  expect(await run("migrate")).toEqual({
    code: 0,
    stdout: "The database is at this version's schema.\n",
    stderr: "",
  });
});

test("peers: an opinion of one that was never met, the list, one of them", async () => {
  const shape = z.array(z.object({ host: z.string(), trust: z.string(), failures: z.number() }));
  const { stdout } = await run("peers", "southbank.example", "--trust", "trusted");
  expect(stdout.split("\n").map((line) => line.trim())).toEqual([
    expect.stringMatching(/^institution +trust +failures +last error$/u),
    expect.stringMatching(/^southbank\.example +trusted +0$/u),
    "",
  ]);
  await run("peers", "https://eastmoor.example:8443", "--trust", "blocked");
  const all = shape.parse(await json("peers"));
  expect(all.map(({ host, trust }) => `${host} ${trust}`)).toEqual([
    "southbank.example trusted",
    "eastmoor.example:8443 blocked",
  ]);
  expect(shape.parse(await json("peers", "southbank.example"))).toEqual([all[0]]);
});

test("invite: beside a running instance, the link makes an administrator once", async () => {
  const local = { ...settings, ORIGIN: `http://localhost:${settings["PORT"]}` };
  const start = desk.start(local);
  await start.said(/is ready at/u);
  const command = desk.consilium(["invite", "--role", "administrator", "--json"], local);
  expect(await command.ended).toBe(0);
  const { link, expiresAt } = z
    .object({ link: z.url(), expiresAt: z.iso.datetime() })
    .parse(JSON.parse(command.stdout));
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());

  const client = createBrowserClient();
  const form = await client.get(link);
  const login = { login: "administrator", password: "a long enough passphrase" };
  expect((await client.submit(form, new URL(link).pathname, login)).status).toBe(200);
  expect((await client.get(`${local.ORIGIN}/manage/peers`)).status).toBe(200);
  expect((await client.submit(form, new URL(link).pathname, login)).status).not.toBe(200);
  await client.close();
  start.kill("SIGTERM");
  expect(await start.ended).toBe(0);
});

test("queue: what waits, and giving what failed another chance", async () => {
  const open = openDatabase(database.url, 1);
  await enqueue(open.db, [{ queue: "trial", payload: {} }]);
  await open.sql`update queue_messages set failed_at = now(), attempts = 9 where queue = 'trial'`;
  await open.close();
  const shape = z.array(z.object({ queue: z.string(), waiting: z.number(), failed: z.number() }));
  const trial = async (...args: readonly string[]) =>
    shape.parse(await json("queue", ...args)).find(({ queue }) => queue === "trial");
  expect(await trial()).toEqual({ queue: "trial", waiting: 0, failed: 1 });
  expect(await trial("--retry", "trial")).toEqual({ queue: "trial", waiting: 1, failed: 0 });
});

test("export: a new folder holds every table, and is not written to twice", async () => {
  await run("peers", "westhaven.example", "--trust", "limited");
  const result = z
    .object({ folder: z.string(), rows: z.record(z.string(), z.number()) })
    .parse(await json("export", "export"));
  const folder = path.join(desk.folder, "export");
  expect((await readdir(folder)).sort()).toEqual(
    [...Object.keys(result.rows).map((table) => `${table}.jsonl`), "media"].sort(),
  );
  const peers = await readFile(path.join(folder, "peers.jsonl"), "utf8");
  expect(peers.trim().split("\n")).toHaveLength(result.rows["peers"] ?? 0);
  expect(peers).toContain('"westhaven.example"');
  const again = await run("export", "export");
  expect(again).toMatchObject({ code: 1, stdout: "", stderr: "export is not empty. Name a new folder.\n" });
});

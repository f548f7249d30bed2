import { spawn } from "node:child_process";
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invite } from "#actions/invite.ts";
import { loadConfig } from "#config";
import type { BrowserClient } from "#demo/browser-client.ts";
import { custodianKeysShape } from "#identity/seal.ts";
import { seals } from "#store/schema/index.ts";
import { readEntries } from "#store/audit.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

const browser = useBrowser();
let folder: string;
let northfield: TestInstance;
let heron: SignedIn;
let administrator: BrowserClient;
let first: BrowserClient;
let second: BrowserClient;

const PASSPHRASES = { first: "several words of the first", second: "several words of the second" };
const NAME = "Ingrid Solheim-Abernathy";

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs a program of Node in the custodians' folder, which knows nothing of the project. */
const runNode = (words: readonly string[], input = "", cwd = folder): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd, env: {} });
    const [out, error]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (piece: Buffer) => out.push(piece));
    child.stderr.on("data", (piece: Buffer) => error.push(piece));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), error: Buffer.concat(error).toString() }),
    );
    child.stdin.end(input);
  });

const custodian = (words: readonly string[], passphrase: string): Promise<Ended> =>
  runNode(["consilium-custodian.mjs", ...words], `${passphrase}\n`);

async function publicKey(who: keyof typeof PASSPHRASES): Promise<unknown> {
  const made = await custodian(["keygen", `${who}.key`], PASSPHRASES[who]);
  expect(made.error).toBe("");
  expect(made.code).toBe(0);
  return JSON.parse(made.out);
}

/** Somebody of the staff with a role, in a browser of their own. */
async function staff(link: string, login: string): Promise<BrowserClient> {
  const client = northfield.visitor();
  await client.submit(await client.get(link), new URL(link).pathname, {
    login,
    password: "several words of nobody else",
  });
  return client;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "consilium-custody-"));
  const built = await runNode([path.resolve("bin/build-custodian.js")], "", path.resolve("."));
  expect(built.error).toBe("");
  await copyFile("src/custodian/dist/consilium-custodian.mjs", path.join(folder, "consilium-custodian.mjs"));
  const keys = [await publicKey("first"), await publicKey("second")];
  northfield = await startTestInstance({
    name: "northfield",
    config: { custodianKeys: custodianKeysShape.parse({ keys }), openingDelayHours: 0 },
  });
  heron = await northfield.signIn({
    login: "ingrid",
    pseudonym: "Quiet Heron",
    claims: {
      profession: "physician",
      specialty: "dermatology",
      name: NAME,
      email: "ingrid@northfield.example",
    },
  });
  administrator = await staff(northfield.administratorLink ?? "", "ada");
  const { instance } = northfield.app;
  [first, second] = [
    await staff((await invite(instance, ["custodian"])).link, "first"),
    await staff((await invite(instance, ["custodian"])).link, "second"),
  ];
});
afterAll(async () => {
  await northfield?.stop();
  await rm(folder, { recursive: true });
});

const page = (client: BrowserClient) => client.get(`${northfield.origin}/manage/openings`);

test("the custodian's program is one file, which needs nothing but Node", async () => {
  const program = await readFile(path.join(folder, "consilium-custodian.mjs"), "utf8");
  const imported = [...program.matchAll(/\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/gu)].map(
    ([, a, b]) => a ?? b,
  );
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((name) => name?.startsWith("node:") !== true)).toEqual([]);
  expect(program).not.toMatch(/\bfetch\(|node:https?\b/u);
  expect(await readdir(folder)).toEqual(["consilium-custodian.mjs", "first.key", "second.key"]);
  expect((await stat(path.join(folder, "first.key"))).mode & 0o777).toBe(0o600);
});

describe("what is kept", () => {
  test("is a seal in which nothing can be read, and of the same length for every name", async () => {
    await northfield.signIn({ claims: { profession: "physician", name: "Bo Li" } });
    const rows = await northfield.app.instance.db.select().from(seals);
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map(({ seal }) => seal.length)).size).toBe(1);
    for (const { seal } of rows) {
      const parts = seal.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
      expect(parts.join()).not.toMatch(/ingrid|solheim|bo li/iu);
    }
  });

  test("is sealed anew at the next sign-in, one seal for each physician", async () => {
    const { db } = northfield.app.instance;
    const seal = async () =>
      (await db.select().from(seals).where(eq(seals.accountId, heron.physician.accountId)))[0]?.seal;
    const before = await seal();
    await northfield.signInOnly({
      login: "ingrid",
      claims: { profession: "physician", specialty: "dermatology", name: NAME },
    });
    expect(await seal()).not.toBe(before);
  });

  test("is nothing where there are no custodians", async () => {
    const other = await startTestInstance({ name: "southbank" });
    try {
      await other.signIn({ claims: { profession: "physician", name: NAME } });
      expect(await other.app.instance.db.select().from(seals)).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});

test("an opening takes a request, two custodians who did not ask, and both keys, one after the other", async () => {
  const form = await page(administrator);
  const refused = await administrator.submit(form, "/request", { persona: "quiet-heron", reason: "Threats" });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Choose which of the reasons it is.");
  const asked = await administrator.submit(refused, "/request", {
    persona: "quiet-heron",
    "reason-code": "misconduct",
    reason: "Threats against a colleague in three cases.",
  });
  expect(asked.text).toContain("The custodians see your request now.");
  const twice = await administrator.submit(asked, "/request", {
    persona: "@quiet-heron",
    "reason-code": "misconduct",
    reason: "Again",
  });
  expect(twice.text).toContain("under way already");
  // An administrator asks and does not approve.
  expect(asked.text).not.toContain("/approve");

  const seen = await page(first);
  const once = await first.submit(seen, "/approve");
  expect(once.text).toContain("now the other custodian has to");
  const address = /\/manage\/openings\/[0-9a-f-]+/u.exec(seen.text)?.[0] ?? "";
  expect((await first.post(`${northfield.origin}${address}/approve`, {})).status).toBe(409);
  expect((await first.post(`${northfield.origin}${address}/seal`, {})).status).toBe(409);
  expect((await administrator.post(`${northfield.origin}${address}/approve`, {})).status).toBe(403);
  expect((await heron.client.post(`${northfield.origin}${address}/approve`, {})).status).toBe(404);
  const approved = await second.submit(await page(second), "/approve");
  expect(approved.text).toContain("Approved by both");
  expect((await administrator.post(`${northfield.origin}${address}/seal`, {})).status).toBe(403);
  const taken = await first.submit(await page(first), "/seal");
  expect(taken.headers.get("content-disposition")).toBe('attachment; filename="quiet-heron.seal"');
  await writeFile(path.join(folder, "quiet-heron.seal"), taken.text);

  const tooSoon = await custodian(["open", "second.key", "quiet-heron.seal"], PASSPHRASES.second);
  expect(tooSoon).toMatchObject({ code: 1, out: "" });
  expect(tooSoon.error).toContain("it is the other custodian's turn");
  const layer = await custodian(["open", "first.key", "quiet-heron.seal", "layer"], PASSPHRASES.first);
  expect(layer).toMatchObject({ code: 0, out: "" });
  expect(await readFile(path.join(folder, "layer"), "utf8")).not.toContain("Ingrid");
  const opened = await custodian(["open", "second.key", "layer"], PASSPHRASES.second);
  expect(opened.code).toBe(0);
  expect(JSON.parse(opened.out)).toMatchObject({ name: NAME, subject: "ingrid", sub: "ingrid" });

  const visitor = northfield.visitor();
  const about = await visitor.get(`${northfield.origin}/about`);
  expect(about.text).toContain(`${new Date().getUTCFullYear()}: 1`);
  const actions: string[] = [];
  for await (const { action } of readEntries(northfield.app.instance.db)) actions.push(action);
  expect(actions.filter((action) => action.startsWith("opening."))).toEqual([
    "opening.requested",
    "opening.approved",
    "opening.approved",
    "opening.released",
  ]);
});

test("the persona is told a month afterwards, and not before", async () => {
  const you = async () => (await heron.client.get(`${northfield.origin}/you`)).text;
  expect(await you()).not.toContain("was opened by both custodians");
  await northfield.app.instance.db.execute(
    "update openings set released_at = released_at - interval '31 days'",
  );
  expect(await you()).toContain("was opened by both custodians");
  expect(await you()).toContain("Grave misconduct");
});

test("the delay counts from the second approval, and nobody hurries it", async () => {
  const slow = await startTestInstance({
    name: "slow",
    config: { custodianKeys: northfield.config.custodianKeys, openingDelayHours: 24 },
  });
  try {
    const kestrel = await slow.signIn({ pseudonym: "Grey Kestrel" });
    const join = async (link: string, login: string) => {
      const client = slow.visitor();
      await client.submit(await client.get(link), new URL(link).pathname, {
        login,
        password: "several words of nobody else",
      });
      return client;
    };
    const ada = await join(slow.administratorLink ?? "", "ada");
    const { instance } = slow.app;
    const both = [
      await join((await invite(instance, ["custodian"])).link, "one"),
      await join((await invite(instance, ["custodian"])).link, "two"),
    ];
    const url = `${slow.origin}/manage/openings`;
    await ada.submit(await ada.get(url), "/request", {
      persona: kestrel.physician.persona.handle,
      "reason-code": "court-order",
      reason: "Order 12/2026 of the district court.",
    });
    for (const one of both) await one.submit(await one.get(url), "/approve");
    const waiting = await both[0]?.get(url);
    expect(waiting?.text).toContain("The seal can be taken");
    expect(waiting?.text).not.toContain("/seal");
    await instance.db.execute("update openings set approved_at = approved_at - interval '25 hours'");
    expect((await both[0]?.get(url))?.text).toContain("/seal");
  } finally {
    await slow.stop();
  }
});

test("the pages of an opening, as an administrator and a custodian see them", async () => {
  for (const [name, client] of [
    ["administrator", administrator],
    ["custodian", first],
  ] as const) {
    for (const width of [390, 1280]) {
      const shown = await browser.newPage({ viewport: { width, height: 844 } });
      const value = client.cookie(northfield.origin, "consilium_session") ?? "";
      await shown.context().addCookies([{ name: "consilium_session", value, url: northfield.origin }]);
      await shown.goto(`${northfield.origin}/manage/openings`);
      await screenshot(shown, `openings-${name}-${width}`);
      await expectAccessible(shown);
      expect(await shown.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
  }
});

describe("a custodian is told in a line", () => {
  test.each([
    [
      "a wrong passphrase",
      ["open", "first.key", "quiet-heron.seal"],
      "not the one it was",
      "passphrase is another one",
    ],
    ["a lost key", ["open", "lost.key", "quiet-heron.seal"], PASSPHRASES.first, "There is no file lost.key"],
    ["a short passphrase", ["keygen", "new.key"], "short", "at least 12 characters"],
    ["a key that would be written over", ["keygen", "first.key"], PASSPHRASES.first, "not written over"],
    [
      "a seal that is a key",
      ["open", "first.key", "first.key"],
      PASSPHRASES.first,
      "The seal was cut or changed",
    ],
    [
      "a seal in place of a key",
      ["open", "quiet-heron.seal", "layer"],
      PASSPHRASES.first,
      "passphrase is another one",
    ],
    ["a seal that was cut", ["open", "first.key", "cut"], PASSPHRASES.first, "it was cut"],
    ["half a seal", ["open", "first.key", "half"], PASSPHRASES.first, "it was cut"],
    [
      "a seal that was changed",
      ["open", "first.key", "changed"],
      PASSPHRASES.first,
      "The seal was cut or changed",
    ],
  ])("%s", async (_, words, passphrase, message) => {
    const seal = (await readFile(path.join(folder, "quiet-heron.seal"), "utf8")).trim();
    await writeFile(path.join(folder, "cut"), seal.slice(0, -40));
    await writeFile(path.join(folder, "half"), seal.slice(0, 100));
    await writeFile(path.join(folder, "changed"), `${seal.slice(0, -5)}AAAAA`);
    const ended = await custodian(words, passphrase);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.error).toContain(message);
    expect(ended.error.trim().split("\n")).toHaveLength(1);
    expect(await readdir(folder)).not.toContain("new.key");
  });

  test("no command at all", async () => {
    const ended = await runNode(["consilium-custodian.mjs"]);
    expect(ended.code).toBe(2);
    expect(ended.error).toContain("keygen KEYFILE");
  });
});

test("the setting names what it takes", () => {
  const load = (keys: string) => () => loadConfig({ CUSTODIAN_KEYS: keys }, {}, path.join(folder, ".env"));
  const key = northfield.config.custodianKeys?.keys[0];
  expect(load("not JSON")).toThrow(/CUSTODIAN_KEYS: .*two different public keys/u);
  expect(load(JSON.stringify({ keys: [key] }))).toThrow("two different public keys");
  expect(load(JSON.stringify({ keys: [key, key] }))).toThrow("two different public keys");
  expect(load(JSON.stringify({ keys: [key, { ...key, d: "secret" }] }))).toThrow("two different public keys");
  expect(load(JSON.stringify(northfield.config.custodianKeys))().custodianKeys?.keys).toHaveLength(2);
});

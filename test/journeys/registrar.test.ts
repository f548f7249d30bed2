import { readdir } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetApplications } from "#actions/forget-applications.ts";
import { invite } from "#actions/invite.ts";
import type { BrowserClient, ClientPage } from "#demo/browser-client.ts";
import { readEntries } from "#store/audit.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { photo } from "#test/support/images.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";

const browser = useBrowser();
const PASSWORD = "several words of nobody else";
let northfield: TestInstance;
let registrar: BrowserClient;
let picture: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield", config: { takesApplications: true } });
  const { link } = await invite(northfield.app.instance, ["registrar"]);
  registrar = northfield.visitor();
  await registrar.submit(await registrar.get(link), new URL(link).pathname, {
    login: "rita",
    password: PASSWORD,
  });
  picture = new Uint8Array(await photo(300, 200));
});
afterAll(() => northfield.stop());

const person = {
  name: "Ingrid Solheim-Abernathy",
  profession: "physician",
  specialty: "dermatology",
  grade: "consultant",
  register: "hpr",
};

/** Applies as somebody would, and gives the applicant's browser with the page they end at. */
async function apply(
  number: string,
  changes: Readonly<Record<string, string | Blob>> = {},
): Promise<{ readonly client: BrowserClient; readonly page: ClientPage }> {
  const client = northfield.visitor();
  const signIn = await client.get(`${northfield.origin}/sign-in`);
  expect(signIn.text).toContain("/apply");
  const form = await client.get(`${northfield.origin}/apply`);
  const proof = new File([picture], "licence.jpg", { type: "image/jpeg" });
  return { client, page: await client.submit(form, "/apply", { ...person, number, proof, ...changes }) };
}

const keys = () => readdir(path.join(northfield.config.dataDir, "applications"));

/** The registrar's page of the one application that waits. */
async function waitingOne(): Promise<ClientPage> {
  const list = await registrar.get(`${northfield.origin}/manage/applications`);
  const address = /\/manage\/applications\/[0-9a-f-]{36}/u.exec(list.text)?.[0];
  if (address === undefined) throw new Error("Nobody waits");
  return registrar.get(`${northfield.origin}${address}`);
}

/** Everything that the database holds, as text. */
async function everything(): Promise<string> {
  const { db } = northfield.app.instance;
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await db.execute<{ text: string }>(
      sql`select t::text as text from ${sql.identifier(name)} t`,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join("\n");
}

test("an applicant is verified: the proof is seen by the registrar alone, and forgotten with the decision", async () => {
  const { client, page } = await apply("9144 889");
  expect(page.text).toContain("It waits for the registrar");
  expect(await keys()).toHaveLength(1);
  const before = await everything();
  for (const planted of ["Ingrid", "Solheim", "9144889", Buffer.from("9144889").toString("hex")]) {
    expect(before).not.toContain(planted);
  }

  const seen = await waitingOne();
  expect(seen.text).toContain("Ingrid Solheim-Abernathy");
  expect(seen.text).toContain("9144889");
  const proof = await registrar.get(`${seen.url.href}/proof`);
  expect(proof.headers.get("content-type")).toBe("image/jpeg");
  expect(proof.headers.get("content-disposition")).toBe('attachment; filename="proof.jpeg"');
  expect(proof.headers.get("content-security-policy")).toContain("sandbox");
  expect((await client.get(`${seen.url.href}/proof`)).status).toBe(404);
  expect((await northfield.visitor().get(seen.url)).status).toBe(404);

  const decided = await registrar.submit(seen, "/approve");
  expect(decided.text).toContain("They are verified");
  expect(decided.text).toContain("Nobody waits");
  expect(await keys()).toEqual([]);
  expect((await registrar.get(`${seen.url.href}/proof`)).status).toBe(404);
  expect(await everything()).not.toContain("Solheim");

  const result = await client.get(page.url);
  expect(result.text).toContain("has verified you");
  const invitation = await client.get(
    `${northfield.origin}/invitation/${page.url.pathname.split("/").at(-1)}`,
  );
  expect(invitation.text).toContain("dermatology");
  const inside = await client.submit(invitation, invitation.url.pathname, {
    login: "ingrid",
    password: PASSWORD,
  });
  expect(inside.url.pathname).toBe("/welcome");
  const welcome = await client.submit(inside, "/welcome", { pseudonym: "Quiet Heron" });
  expect(welcome.text).toContain("Your pseudonym is ready.");

  const actions: string[] = [];
  for await (const { action } of readEntries(northfield.app.instance.db)) actions.push(action);
  expect(actions.filter((action) => action.startsWith("application."))).toEqual([
    "application.read",
    "application.read",
    "application.approved",
  ]);
});

test("the same number a second time is not verified again", async () => {
  const { client, page } = await apply("9144889", { name: "Another Name" });
  const seen = await waitingOne();
  const twice = await registrar.submit(seen, "/approve");
  expect(twice.status).toBe(409);
  expect(twice.text).toContain("verified here already");
  const empty = await registrar.submit(seen, "/refuse", { reason: "" });
  expect(empty.status).toBe(422);
  await registrar.submit(empty, "/refuse", { reason: "Somebody with this number has an account already." });
  expect((await client.get(page.url)).text).toContain("Somebody with this number has an account already.");
  expect(await keys()).toEqual([]);
});

describe("an application comes back with what is wrong", () => {
  test.each([
    [
      "a number whose check digit does not fit",
      { register: "npi", number: "1234567890" },
      "The check digit does not fit",
    ],
    ["no register", { register: "" }, "Choose the register"],
    ["no name", { name: " " }, "Give your name"],
    ["no proof", { proof: new File([], "") }, "Add a picture or a PDF"],
    [
      "a proof that is a page",
      { proof: new File(["<script>alert(1)</script>"], "licence.pdf") },
      "neither a PDF nor",
    ],
    [
      "a proof of 6 MB",
      { proof: new File([new Uint8Array(6 * 1024 * 1024 - 5000)], "x.pdf") },
      "larger than 5 MB",
    ],
  ])("%s", async (_, changes, message) => {
    const { page } = await apply("9144890", changes);
    expect(page.status).toBeGreaterThanOrEqual(413);
    expect(page.text).toContain(message);
    expect(await keys()).toEqual([]);
  });
});

test("what nobody decides is forgotten after thirty days, and keys that a crash left behind at once", async () => {
  const { instance } = northfield.app;
  const { client, page } = await apply("9144891");
  await instance.applicationKeys.make("left-behind");
  await forgetApplications(instance);
  expect(await keys()).toHaveLength(1);
  const later = () => new Date(Date.now() + 31 * 86_400_000);
  await forgetApplications({ ...instance, clock: later });
  expect(await keys()).toEqual([]);
  expect((await client.get(page.url)).status).toBe(404);
});

test("a house that takes no applications has no such page", async () => {
  const other = await startTestInstance({ name: "southbank" });
  try {
    expect((await other.visitor().get(`${other.origin}/apply`)).status).toBe(404);
    expect((await other.visitor().get(`${other.origin}/sign-in`)).text).not.toContain("/apply");
  } finally {
    await other.stop();
  }
});

test("the pages, as an applicant and the registrar see them", async () => {
  const { page } = await apply("9144892");
  const seen = await waitingOne();
  const value = registrar.cookie(northfield.origin, "consilium_session") ?? "";
  for (const [name, address, signedIn] of [
    ["apply", `${northfield.origin}/apply`, false],
    ["apply-waiting", page.url.href, false],
    ["registrar-waiting", `${northfield.origin}/manage/applications`, true],
    ["registrar-application", seen.url.href, true],
  ] as const) {
    for (const width of [390, 1280]) {
      const shown = await browser.newPage({ viewport: { width, height: 844 } });
      if (signedIn) {
        await shown.context().addCookies([{ name: "consilium_session", value, url: northfield.origin }]);
      }
      await shown.goto(address);
      await screenshot(shown, `${name}-${width}`);
      await expectAccessible(shown);
      expect(await shown.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
  }
});

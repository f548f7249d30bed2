import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { count } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acceptInvitation } from "#actions/accept-invitation.ts";
import { importStaff } from "#actions/import-staff.ts";
import { invitations } from "#store/schema/index.ts";
import { type BareInstance, createBareInstance } from "#test/support/bare-instance.ts";

let bare: BareInstance;
beforeEach(async () => {
  bare = await createBareInstance("https://northfield.example", "Northfield Hospital");
  return () => bare.close();
});

const HEADER = "name,profession,specialty,grade,register,number";
const GOOD = [
  HEADER,
  '"Solheim, Ingrid",physician,dermatology,consultant,hpr,9144889',
  "Anna Lindqvist,physician,,,npi,1234567893",
].join("\n");
const PASSWORD = "several words of nobody else";

const invited = async () => (await bare.instance.db.select({ n: count() }).from(invitations))[0]?.n;
const token = (link: string | undefined) => link?.split("/").at(-1) ?? "";

test("a list is checked first, then imported: a link for each row, which makes an account", async () => {
  const dry = await importStaff(bare.instance, GOOD, { dryRun: true });
  expect(dry).toEqual([
    { line: 2, outcome: "would-invite" },
    { line: 3, outcome: "would-invite" },
  ]);
  expect(await invited()).toBe(0);
  const done = await importStaff(bare.instance, GOOD, { dryRun: false });
  expect(done.map(({ outcome }) => outcome)).toEqual(["invited", "invited"]);
  await acceptInvitation(bare.instance, token(done[0]?.link), { login: "ingrid", password: PASSWORD });

  // Who has an account is passed over; who has not used the link gets another.
  const again = await importStaff(bare.instance, GOOD, { dryRun: false });
  expect(again.map(({ outcome }) => outcome)).toEqual(["known", "invited"]);
  await acceptInvitation(bare.instance, token(again[1]?.link), { login: "anna", password: PASSWORD });
  // Of two links for one person, one makes an account.
  const second = acceptInvitation(bare.instance, token(done[1]?.link), {
    login: "anna-2",
    password: PASSWORD,
  });
  await expect(second).rejects.toThrow("has an account here already");
});

test("one bad row, and nothing is done; every row says what is wrong with it", async () => {
  const list = [
    GOOD,
    "Nobody,physician,,,npi,1234567890",
    "Jo,wizard,alchemy,,gmc,12",
    ",physician,,,hpr,9144889",
    "Ingrid Again,physician,,,hpr,9144 889",
  ].join("\r\n");
  const rows = await importStaff(bare.instance, list, { dryRun: false });
  expect(rows.map(({ line, outcome }) => [line, outcome])).toEqual([
    [2, "would-invite"],
    [3, "would-invite"],
    [4, "faulty"],
    [5, "faulty"],
    [6, "faulty"],
    [7, "faulty"],
  ]);
  expect(rows[2]?.faults).toEqual([
    "number: The check digit does not fit: a digit is wrong, or two have changed places.",
  ]);
  expect(rows[3]?.faults).toHaveLength(3);
  expect(rows[4]?.faults).toEqual(["name: Give your name as your register has it."]);
  expect(rows[5]?.faults).toEqual(["number: Line 2 has the same number."]);
  expect(await invited()).toBe(0);
});

test.each([
  ["without the columns", "Solheim,physician", "lacks name, profession, register, number"],
  ["that is empty", "", "lacks name"],
  [
    "with a quotation mark left open",
    `${HEADER}\n"Solheim,physician`,
    "Line 2: A quotation mark is not closed.",
  ],
  ["of 5,001 rows", `${HEADER}\n${"x,y,z,a,b,c\n".repeat(5001)}`, "at most 5000 rows"],
])("a file %s is refused as a whole", async (_, list, message) => {
  await expect(importStaff(bare.instance, list, { dryRun: false })).rejects.toThrow(message);
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "consilium-staff-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the command prints a report, and ends with 1 where a row is faulty", async () => {
  const run = promisify(execFile);
  const { databaseUrl } = bare;
  const command = (file: string, ...more: readonly string[]) =>
    run(process.execPath, [path.resolve("src/cli/main.ts"), "staff", "import", file, ...more], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        ORIGIN: "http://localhost:3000",
        DATA_DIR: folder,
        DATABASE_URL: databaseUrl,
      },
    });
  const [good, bad] = [path.join(folder, "good.csv"), path.join(folder, "bad.csv")];
  await writeFile(good, GOOD);
  await writeFile(bad, `${GOOD}\nNobody,physician,,,npi,1`);
  const dry = await command(good, "--dry-run");
  expect(dry.stdout).toMatch(/2 +to invite\n3 +to invite\nNothing was done yet/u);
  const failed: unknown = await command(bad).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 1 });
  expect(await invited()).toBe(0);
  const done: unknown = JSON.parse((await command(good, "--json")).stdout);
  expect(done).toMatchObject({ done: true, rows: [{ outcome: "invited" }, { outcome: "invited" }] });
  expect(await invited()).toBe(2);
});

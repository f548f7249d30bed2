import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { words } from "#test/support/page-words.ts";

let house: TestInstance;
let reader: SignedIn;
beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  reader = await house.signIn();
});
afterAll(() => house.stop());

test("what fails here is said plainly, with a number to ask for and nothing of the inside, and passes", async () => {
  const { db } = house.app.instance;
  const page = () => reader.client.get(`${house.origin}/notifications`);
  await db.execute(sql`alter table notifications rename to mislaid`);
  const failed = await page();
  await db.execute(sql`alter table mislaid rename to notifications`);
  expect(failed.status).toBe(500);
  expect(words(failed)).toContain("It is not your fault. Nothing was left half done.");
  expect(words(failed)).toMatch(/give your administrator this number: [0-9a-f]{8}\./u);
  expect(failed.text).toContain('<link rel="stylesheet"');
  expect(failed.text).not.toMatch(/relation|select|postgres|\.ts:\d/iu);
  expect((await page()).status).toBe(200);
});

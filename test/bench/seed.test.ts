import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planFor } from "../../bench/support/seed-rows.ts";
import { seed } from "../../bench/support/seed.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test("the seeded database has what was planned, at today's schema", async () => {
  const plan = planFor(500);
  await seed(database.url, plan, () => {});
  const sql = postgres(database.url, { max: 1, fetch_types: false });
  const counts = await sql`select (select count(*)::int from cases) as cases,
    (select count(*)::int from opinions) as opinions, (select count(*)::int from personas) as personas,
    (select count(*) > 0 from feed_entries) as fed`;
  await sql.end();
  const opinions = plan.cases * plan.opinionsPerCase + plan.opinionsOnLast;
  expect([...counts]).toEqual([{ cases: plan.cases, opinions, personas: plan.readers, fed: true }]);
});

test("rows that the database refuses end it with what is wrong", async () => {
  await expect(seed(database.url, planFor(500), () => {})).rejects.toThrow("duplicate key value");
});

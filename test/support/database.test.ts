import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";

const open: TestDatabase[] = [];
const create = async (): Promise<TestDatabase> => {
  const database = await createTestDatabase();
  open.push(database);
  return database;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.drop()));
});

const query = async <Row extends object>(url: string, text: string): Promise<readonly Row[]> => {
  const sql = postgres(url, { max: 1, fetch_types: false });
  try {
    return await sql.unsafe<Row[]>(text);
  } finally {
    await sql.end();
  }
};

test("databases made at the same time have the schema and do not see each other", async () => {
  const [one, two] = await Promise.all([create(), create(), create(), create()]);
  const migrated = await query<{ count: string }>(
    one.url,
    "SELECT count(*) FROM drizzle.__drizzle_migrations",
  );
  expect(Number(migrated[0]?.count)).toBeGreaterThan(0);

  await query(one.url, "CREATE TABLE only_here (id int)");
  const elsewhere = await query<{ found: string | null }>(
    two.url,
    "SELECT to_regclass('only_here') AS found",
  );
  expect(elsewhere).toEqual([{ found: null }]);
});

test("a dropped database is gone although somebody was connected", async () => {
  const database = await create();
  const sql = postgres(database.url, { max: 1, fetch_types: false, onclose: () => {} });
  await sql`SELECT 1`;
  await database.drop();
  await expect(query(database.url, "SELECT 1")).rejects.toMatchObject({ code: "3D000" });
  await sql.end({ timeout: 0 });
});

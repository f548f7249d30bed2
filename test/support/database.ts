import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { databaseUrl, TEMPLATE } from "./database-url.ts";

/** A database of its own, with the schema and nothing else. */
export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

const onServer = async (run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> => {
  const sql = postgres(inject("databaseServer"), { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
};

/**
 * Makes a database for one test file, or one institution of it: a clone of the migrated template. Files may do so at
 * the same time.
 */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer((sql) => sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(TEMPLATE)}`);
  return {
    url: databaseUrl(inject("databaseServer"), name),
    drop: () => onServer((sql) => sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`),
  };
};

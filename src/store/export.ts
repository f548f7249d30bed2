import { getTableName, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import type { Database, Transaction } from "./database.ts";
import * as schema from "./schema/index.ts";

/** What ends by itself soon is no part of a backup; what waits for the registrar could not be read without its key. */
const PASSING: readonly PgTable[] = [
  schema.sessions,
  schema.keyValues,
  schema.drafts,
  schema.signInFailures,
  schema.applications,
];

/** The names of all tables that an export holds. */
export const exportedTables: readonly string[] = Object.values(schema)
  .filter((table) => is(table, PgTable))
  .filter((table) => !PASSING.includes(table))
  .map((table) => getTableName(table));

const BATCH = 500;

/** Reads everything as it stands at one moment, while others go on writing. */
export const snapshot = <Result>(db: Database, read: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  db.transaction(read, { isolationLevel: "repeatable read", accessMode: "read only" });

/** The rows of a table, each as one line of JSON. */
export async function* readTable(tx: Transaction, table: string): AsyncGenerator<string> {
  let after = "(0,0)";
  for (;;) {
    const rows = await tx.execute<{ at: string; line: string }>(
      sql`select ctid::text as at, to_jsonb(t)::text as line from ${sql.identifier(table)} t where ctid > ${after}::tid order by ctid limit ${BATCH}`,
    );
    for (const row of rows) yield row.line;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.at;
  }
}

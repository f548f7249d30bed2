import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { type SeedPlan, seedTables } from "./seed-rows.ts";

/**
 * Fills an empty database by `COPY`. Indexes of the large tables that are no constraints are built afterwards, and every
 * table is analysed, as autovacuum would have done over time.
 */
export async function seed(databaseUrl: string, plan: SeedPlan, say: (line: string) => void): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const begun = performance.now();
  const step = (what: string): void => say(`  ${what}, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  try {
    await sql`set maintenance_work_mem = '512MB'`;
    // Of rows that are made to fit each other, nobody need check that they do.
    await sql`set session_replication_role = replica`;
    const indexes = await dropIndexes(sql);
    for (const { table, columns, rows } of seedTables(plan)) {
      const into = await sql`copy ${sql(table)} (${sql([...columns])}) from stdin`.writable();
      await pipeline(Readable.from(rows()), into);
      step(`${table} seeded`);
    }
    for (const statement of indexes) await sql.unsafe(statement);
    await sql`vacuum analyze`;
    step("indexes built");
  } finally {
    await sql.end();
  }
}

/** @returns what builds them again */
async function dropIndexes(sql: postgres.Sql): Promise<string[]> {
  const found = await sql<{ name: string; statement: string }[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as statement
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_class t on t.oid = i.indrelid
    where t.relname in ('cases', 'opinions', 'feed_entries')
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`;
  for (const { name } of found) await sql`drop index ${sql(name)}`;
  return found.map(({ statement }) => statement);
}

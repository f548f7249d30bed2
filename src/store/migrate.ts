import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { z } from "zod";
import { unavailable } from "#domain/refusal.ts";
import { guardAuditLog } from "./audit-guard.ts";

const folder = fileURLToPath(new URL("../../drizzle", import.meta.url));

/**
 * Brings the database at `url` to the schema of this version; does nothing where it is there already. Safe when
 * several processes start at once: an advisory lock lets one work and the others wait. A role that owns nothing there only
 * looks whether somebody else has done it.
 *
 * @param applicationUrl what the application works with, where that is another role than the one that migrates: it is given
 *   the rights that it needs and no others
 * @throws Refusal unavailable where the schema is another version's and the role cannot change it
 */
export async function migrate(url: string, applicationUrl: string = url): Promise<void> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(hashtext('consilium.migrate'))`;
    if (await belongsToAnother(sql)) return await expectCurrent(sql);
    // Trigrams find a mistyped diagnosis. The extension is trusted: whoever may create in the database may add it (Postgres 13 and later).
    await sql`create extension if not exists pg_trgm`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    await guardAuditLog(sql, applicationUrl === url ? undefined : await roleOf(applicationUrl));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function belongsToAnother(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ own: boolean }[]>`
    select pg_has_role(relowner, 'usage') as own from pg_class where oid = to_regclass('public.audit_entries')`;
  return row?.own === false;
}

const journalShape = z.object({ entries: z.array(z.object({ when: z.number() })) });

async function expectCurrent(sql: postgres.Sql): Promise<void> {
  const journal = journalShape.parse(JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")));
  const [row] = await sql<
    { last: string }[]
  >`select max(created_at) as last from drizzle.__drizzle_migrations`;
  if (Number(row?.last) === journal.entries.at(-1)?.when) return;
  throw unavailable(
    "The database is at another version's schema, and DATABASE_URL may not change it. Run `consilium migrate` with MIGRATION_DATABASE_URL set to the role that owns the tables.",
  );
}

async function roleOf(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    const [row] = await sql<{ role: string }[]>`select current_user as role`;
    if (row === undefined) throw new Error("The database does not say which role this is.");
    return row.role;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

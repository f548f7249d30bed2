import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

const folder = fileURLToPath(new URL("../../drizzle", import.meta.url));

/**
 * Brings the database at `url` to the schema of this version; does nothing where it is there already. Safe when
 * several processes start at once: an advisory lock lets one work and the others wait.
 */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(hashtext('consilium.migrate'))`;
    // Trigrams find a mistyped diagnosis. The extension is trusted: whoever may create in the database may add it (Postgres 13 and later).
    await sql`create extension if not exists pg_trgm`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

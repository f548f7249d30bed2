import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { importTerms } from "#actions/import-terms.ts";
import { loadSeedTerms } from "#actions/load-seed-terms.ts";
import { type Database, openDatabase } from "#store/database.ts";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import { migrate } from "#store/migrate.ts";

/**
 * Lets `work` use a throw-away database with the project's own diagnoses, and with those of `terminology` where it is given.
 *
 * @throws Error where a row of the terminology is at fault
 */
export async function withTerms<Result>(
  terminology: string | undefined,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-bench-"));
  const server = await startEmbeddedPostgres({ folder, durable: false });
  try {
    const url = await ensureDatabase(server.url, "terms");
    await migrate(url);
    const database = openDatabase(url);
    try {
      const instance = { db: database.db, clock: () => new Date() };
      await loadSeedTerms(instance);
      if (terminology !== undefined) {
        const { applied, faults } = await importTerms(instance, { file: createReadStream(terminology) });
        if (!applied) throw new Error(`${terminology}: ${faults} rows are at fault.`);
      }
      return await work(database.db);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

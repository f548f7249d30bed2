import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import { migrate } from "#store/migrate.ts";

/** What all rows stand on: one embedded Postgres with fsync on, and a folder that goes with it. */
export interface Ground {
  readonly folder: string;
  /** A new database at this version's schema, or an empty one. @returns its address */
  database(name: string, options?: { readonly empty?: boolean }): Promise<string>;
  stop(): Promise<void>;
}

const TEMPLATE = "bench_template";

export async function openGround(onProgress: (step: string) => void): Promise<Ground> {
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-bench-"));
  const server = await startEmbeddedPostgres({ folder: path.join(folder, "postgres"), onProgress });
  await migrate(await ensureDatabase(server.url, TEMPLATE));
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  return {
    folder,
    async database(name, { empty = false } = {}) {
      await sql`create database ${sql(name)} template ${sql(empty ? "template1" : TEMPLATE)}`;
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await sql.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import { migrate } from "#store/migrate.ts";

/** What all rows stand on: one embedded Postgres with fsync on, started when a row first wants it, and a folder that goes with it. */
export interface Ground {
  readonly folder: string;
  /** A new database at this version's schema, or an empty one. @returns its address */
  database(name: string, options?: { readonly empty?: boolean }): Promise<string>;
  stop(): Promise<void>;
}

const TEMPLATE = "bench_template";

export async function openGround(onProgress: (step: string) => void): Promise<Ground> {
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-bench-"));
  let server: ReturnType<typeof startServer> | undefined;
  return {
    folder,
    async database(name, { empty = false } = {}) {
      server ??= startServer(path.join(folder, "postgres"), onProgress);
      const { url: serverUrl, sql } = await server;
      await sql`create database ${sql(name)} template ${sql(empty ? "template1" : TEMPLATE)}`;
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await (await server)?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(folder: string, onProgress: (step: string) => void) {
  const server = await startEmbeddedPostgres({ folder, onProgress });
  await migrate(await ensureDatabase(server.url, TEMPLATE));
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  return {
    url: server.url,
    sql,
    async stop() {
      await sql.end();
      await server.stop();
    },
  };
}

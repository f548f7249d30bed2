import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { migrate } from "#store/migrate.ts";
import { databaseUrl, TEMPLATE } from "./database-url.ts";
import { removeAfterMyDeath } from "./remove-after-my-death.ts";
import { unpackBrowser } from "./unpack-browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The run's Postgres, as superuser. */
    databaseServer: string;
    /** Where Chromium was unpacked; null where there is none for this platform. */
    browserFolder: string | null;
  }
}

const makeTemplate = async (server: string): Promise<void> => {
  const sql = postgres(server, { max: 1, fetch_types: false });
  await sql`CREATE DATABASE ${sql(TEMPLATE)}`;
  await migrate(databaseUrl(server, TEMPLATE));
  // A database that somebody is connected to cannot be cloned.
  await sql`ALTER DATABASE ${sql(TEMPLATE)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`;
  await sql.end();
};

/** For the whole run: one throw-away Postgres with a migrated template that test files clone, and the unpacked browser. */
const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-test-"));
  // Vitest ends without teardown when it is interrupted.
  removeAfterMyDeath(folder);
  const server = await startEmbeddedPostgres({ folder, durable: false });
  await makeTemplate(server.url);
  project.provide("databaseServer", server.url);
  project.provide("browserFolder", await unpackBrowser());
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
};
export default setup;

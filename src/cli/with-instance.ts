import path from "node:path";
import { type App, createApp } from "#app";
import { type Config, loadConfig } from "#config";
import { keptSecret } from "../kept-secret.ts";
import { Refusal } from "#domain/refusal.ts";
import { runningPostgres } from "#store/embedded/running.ts";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import { migrate } from "#store/migrate.ts";

/**
 * Gives an operator's command the instance that the configuration describes, running or not: beside a running one it
 * uses the same database; otherwise the embedded database is started for as long as the command lasts.
 */
export async function withInstance<Result>(work: (app: App) => Promise<Result>): Promise<Result> {
  const config = loadConfig();
  const { url, stop } = await findDatabase(config);
  try {
    await migrate(config.migrationDatabaseUrl ?? url, url);
    const app = await createApp({ ...config, secret: config.secret ?? keptSecret(config.dataDir) }, url);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await stop();
  }
}

async function findDatabase(config: Config): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, stop: () => Promise.resolve() };
  const folder = path.join(config.dataDir, "postgres");
  try {
    const postgres = await startEmbeddedPostgres({ folder });
    return { url: await ensureDatabase(postgres.url, "consilium"), stop: () => postgres.stop() };
  } catch (error) {
    const running =
      error instanceof Refusal && error.kind === "conflict" ? await runningPostgres(folder) : undefined;
    if (running === undefined) throw error;
    return { url: await ensureDatabase(running, "consilium"), stop: () => Promise.resolve() };
  }
}

import path from "node:path";
import type { App } from "#app";
import { type Config, loadConfig } from "#config";
import { prepareDataFolder } from "../data-folder.ts";
import { keptSecret } from "../kept-secret.ts";
import { prepareDatabase } from "../prepare-database.ts";
import { Refusal } from "#domain/refusal.ts";
import { runningPostgres } from "#store/embedded/running.ts";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { ensureDatabase } from "#store/ensure-database.ts";

/**
 * Gives an operator's command the database that the configuration describes, at this version's schema: beside a
 * running instance the same one; otherwise the embedded database is started for as long as the command lasts.
 */
export async function withDatabase<Result>(
  work: (url: string, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig();
  prepareDataFolder(config.dataDir);
  const { url, stop } = await findDatabase(config);
  try {
    await prepareDatabase(config, url);
    return await work(url, config);
  } finally {
    await stop();
  }
}

/** Gives an operator's command the instance that the configuration describes, whether it runs or not. */
export function withInstance<Result>(work: (app: App) => Promise<Result>): Promise<Result> {
  return withDatabase(async (url, config) => {
    // Not sooner: half a second that help and mistakes do without.
    const { createApp } = await import("#app");
    const { loadSeedTerms } = await import("#actions/load-seed-terms.ts");
    const app = await createApp({ ...config, secret: config.secret ?? keptSecret(config.dataDir) }, url);
    try {
      await loadSeedTerms(app.instance);
      return await work(app);
    } finally {
      await app.close();
    }
  });
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

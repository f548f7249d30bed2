import path from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { invite } from "#actions/invite.ts";
import { loadSeedTerms } from "#actions/load-seed-terms.ts";
import { hasAdministrator } from "#store/accounts.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { type App, createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { keptSecret } from "./kept-secret.ts";
import { closeServer, listen } from "./listen.ts";
import { createMetrics } from "./metrics.ts";
import { prepareDatabase } from "./prepare-database.ts";

/** A process of an instance that takes requests, does the work behind them, or both. */
export interface Running {
  readonly app: App;
  readonly metricsPort: number;
  /** Makes the first administrator; absent where there is one, or where this process takes no requests. */
  readonly administratorLink: string | undefined;
  /** Takes nothing new, finishes what is under way, and gives everything back; ten seconds at most. */
  stop(): Promise<void>;
}

/**
 * Starts what `config` describes: the embedded Postgres where no other is named, the schema, the application, and
 * the ports. What was started is stopped again where a later step fails.
 *
 * @param onProgress gets a line for each step that can take more than a moment
 * @throws ConfigError where a port or the data folder cannot be had; Refusal where the data folder is in use, or the
 *   database does not answer
 */
export async function start(config: Config, onProgress: (text: string) => void = () => {}): Promise<Running> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    prepareDataFolder(config.dataDir);
    const databaseUrl = config.databaseUrl ?? (await startDatabase(config, onProgress, undo));
    await prepareDatabase(config, databaseUrl);
    const app = await createApp(
      { ...config, secret: config.secret ?? keptSecret(config.dataDir) },
      databaseUrl,
    );
    undo.push(() => app.close());
    await loadSeedTerms(app.instance);
    const metricsPort = await openMetrics(config, app, undo);
    // Requests and work end side by side: one after the other they could take longer than ten seconds.
    const draining: (() => Promise<void>)[] = [];
    undo.push(async () => void (await Promise.all(draining.map((drain) => drain()))));
    if (config.role !== "web") {
      const work = app.startWork();
      draining.push(() => work.stop());
    }
    if (config.role === "worker") return { app, metricsPort, administratorLink: undefined, stop };
    const server = createAdaptorServer({
      fetch: (request, { incoming }) => app.fetch(request, incoming.socket.remoteAddress),
    });
    if (!("closeIdleConnections" in server)) throw new Error("An HTTP/1.1 server was expected");
    await listen(server, config.port, config.host, "PORT");
    draining.push(() => closeServer(server, () => app.endStreams()));
    const administratorLink = (await hasAdministrator(app.instance.db))
      ? undefined
      : (await invite(app.instance, ["administrator"])).link;
    return { app, metricsPort, administratorLink, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(
  config: Config,
  onProgress: (text: string) => void,
  undo: (() => Promise<void>)[],
): Promise<string> {
  const postgres = await startEmbeddedPostgres({ folder: path.join(config.dataDir, "postgres"), onProgress });
  undo.push(() => postgres.stop());
  return ensureDatabase(postgres.url, "consilium");
}

async function openMetrics(config: Config, app: App, undo: (() => Promise<void>)[]): Promise<number> {
  const server = createAdaptorServer({
    fetch: createMetrics(app.instance).fetch,
  });
  if (!("closeIdleConnections" in server)) throw new Error("An HTTP/1.1 server was expected");
  const port = await listen(server, config.metricsPort, "127.0.0.1", "METRICS_PORT");
  undo.push(() => closeServer(server, () => {}));
  return port;
}

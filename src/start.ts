import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { invite } from "#actions/invite.ts";
import { hasAdministrator } from "#store/accounts.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { migrate } from "#store/migrate.ts";
import { type App, createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { keptSecret } from "./kept-secret.ts";
import { createMetrics } from "./metrics.ts";
import { ConfigError } from "./settings.ts";

/** A process of an instance that takes requests, does the work behind them, or both. */
export interface Running {
  readonly app: App;
  readonly metricsPort: number;
  /** Makes the first administrator; absent where there is one, or where this process takes no requests. */
  readonly administratorLink: string | undefined;
  /** Takes nothing new, finishes what is under way, and gives everything back; ten seconds at most. */
  stop(): Promise<void>;
}

/** How long open requests may take to end once the process is asked to stop. */
const DRAIN_MS = 3000;

/**
 * Starts what `config` describes: the embedded Postgres where no other is named, the schema, the application, and
 * the ports. What was started is stopped again where a later step fails.
 *
 * @param onProgress gets a line for each step that can take more than a moment
 * @throws ConfigError where a port is in use; Refusal where the data folder is
 */
export async function start(config: Config, onProgress: (text: string) => void = () => {}): Promise<Running> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    const databaseUrl = config.databaseUrl ?? (await startDatabase(config, onProgress, undo));
    await migrate(config.migrationDatabaseUrl ?? databaseUrl);
    const app = await createApp(
      { ...config, secret: config.secret ?? keptSecret(config.dataDir) },
      databaseUrl,
    );
    undo.push(() => app.close());
    const metricsPort = await openMetrics(config, app, undo);
    if (config.role !== "web") {
      const work = app.startWork();
      undo.push(() => work.stop());
    }
    if (config.role === "worker") return { app, metricsPort, administratorLink: undefined, stop };
    const server = createAdaptorServer({
      fetch: (request, { incoming }) => app.fetch(request, incoming.socket.remoteAddress),
      overrideGlobalObjects: false,
    });
    if (!("closeIdleConnections" in server)) throw new Error("An HTTP/1.1 server was expected");
    await listen(server, config.port, config.host, "PORT");
    undo.push(() => closeServer(server, () => app.endStreams()));
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
    overrideGlobalObjects: false,
  });
  if (!("closeIdleConnections" in server)) throw new Error("An HTTP/1.1 server was expected");
  const port = await listen(server, config.metricsPort, "127.0.0.1", "METRICS_PORT");
  undo.push(() => closeServer(server, () => {}));
  return port;
}

/** @throws ConfigError where the port cannot be had */
function listen(server: Server, port: number, host: string, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE"
          ? "is in use by another program"
          : `cannot be listened on (${error.code ?? error.message})`;
      reject(
        new ConfigError(`${variable}: port ${port} on ${host} ${why}. Example: ${variable}=${port + 1}`),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : port);
    });
  });
}

const isAddressInfo = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === "object" && address !== null;

/** Lets open requests end; those that last longer, and open event streams, are cut. */
async function closeServer(server: Server, endStreams: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  endStreams();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(cut);
}

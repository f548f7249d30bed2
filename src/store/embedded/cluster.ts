import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { unavailable } from "#domain/refusal.ts";
import type { Account } from "./account.ts";

/** Fixed, so that neither the machine's language nor its PG… variables change what Postgres does. */
export const ENVIRONMENT = { LC_ALL: "C", TZ: "UTC" };
export const SUPERUSER = "consilium";

/**
 * What to give Postgres as its data folder, when it is started with that folder as its working directory. On Linux the
 * working directory may lie below folders that the database's user cannot enter: it is inherited, never looked up.
 */
export const dataFolderArgument = (cluster: string): string =>
  process.platform === "linux" ? "/proc/self/cwd" : cluster;

const exists = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => undefined)) !== undefined;

const flushFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
};

const initdb = async (programs: string, folder: string, account: Account | undefined, durable: boolean) => {
  const args = [
    `--pgdata=${dataFolderArgument(folder)}`,
    "--pwfile=../password",
    `--username=${SUPERUSER}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // Postgres' own collation: the same order on every machine, whatever languages that has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(durable ? [] : ["--no-sync"]),
  ];
  const child = spawn(path.join(programs, "bin/initdb"), args, {
    ...account,
    cwd: folder,
    env: ENVIRONMENT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [complaints] = await Promise.all([text(child.stderr), once(child, "close")]);
  if (child.exitCode !== 0)
    throw unavailable(`Postgres could not create its files in ${folder}: ${complaints.trim()}`);
};

/**
 * Makes sure that `home` holds a database cluster and returns its superuser's password.
 *
 * In `home`: `cluster`, which belongs to the database's user, and `password`, random, which only that user and we can read.
 * The cluster appears all at once, so an interrupted first start leaves nothing that the next one stumbles over.
 */
export const ensureCluster = async (options: {
  readonly home: string;
  readonly programs: string;
  readonly account: Account | undefined;
  readonly durable: boolean;
  readonly onProgress: (text: string) => void;
}): Promise<{ cluster: string; password: string }> => {
  const { home, account } = options;
  const cluster = path.join(home, "cluster");
  const passwordFile = path.join(home, "password");
  // The database's user passes through, but sees and changes nothing here.
  await chmod(home, account === undefined ? 0o700 : 0o711);
  if (await exists(cluster)) return { cluster, password: (await readFile(passwordFile, "utf8")).trim() };

  options.onProgress("Creating the database");
  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flush: true });
  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (account !== undefined) {
    await chown(passwordFile, account.uid, account.gid);
    await chown(unfinished, account.uid, account.gid);
  }
  await initdb(options.programs, unfinished, account, options.durable);
  await rename(unfinished, cluster);
  if (options.durable) await flushFolder(home);
  return { cluster, password };
};

import { execFile } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { unavailable } from "#domain/refusal.ts";

/** A fast shutdown writes everything out first, which takes its time on a slow disk. */
const PATIENCE_MS = 60_000;

const isServerOf = async (cluster: string, pid: number): Promise<boolean> => {
  try {
    if (process.platform === "linux") {
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster));
    }
    const { stdout } = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]);
    return stdout.includes(` -D ${cluster} `);
  } catch {
    return false;
  }
};

/**
 * Stops the Postgres that still serves `cluster` although the process that started it is gone, and waits for its end.
 * Call it only with the folder's lock held: then a running server is nobody's any more.
 */
export const stopLeftover = async (cluster: string, onProgress: (text: string) => void): Promise<void> => {
  const pidFile = path.join(cluster, "postmaster.pid");
  const pid = Number.parseInt(await readFile(pidFile, "utf8").catch(() => ""), 10);
  if (Number.isNaN(pid)) return;
  if (!(await isServerOf(cluster, pid))) {
    // After a power cut the number may belong to another program, and Postgres would take that for its predecessor.
    await rm(pidFile, { force: true });
    return;
  }
  onProgress("Stopping the Postgres that an earlier process left running");
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + PATIENCE_MS;
  while (await isServerOf(cluster, pid)) {
    if (Date.now() > deadline) {
      throw unavailable(
        `Postgres (process ${pid}) still uses ${cluster} and does not stop. Stop it, then start again.`,
      );
    }
    await delay(50);
  }
};

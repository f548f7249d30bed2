import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { conflict, unavailable } from "#domain/refusal.ts";

/** Proof that this process alone uses a folder, until `release` or the end of the process. */
export interface FolderLock {
  release(): void;
}

const ownerOf = (pidFile: string): string => {
  try {
    return `process ${readFileSync(pidFile, "utf8").trim()}`;
  } catch {
    return "another process";
  }
};

const openFile = (file: string): DatabaseSync => {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch {
    throw unavailable(`${file} cannot be opened. It must belong to the user who runs Consilium.`);
  }
};

/**
 * Takes the folder (made when absent) for this process alone. A lock never outlives its process, however that ended, so
 * there is nothing to clean up.
 *
 * @throws `Refusal`: "conflict" names the process that has the folder, "unavailable" says that the lock is not ours to open.
 *
 * Two files in the folder: `lock`, and `lock.pid`, which only tells a person who has it.
 */
export const lockFolder = (folder: string): FolderLock => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lockFile = path.join(folder, "lock");
  const pidFile = path.join(folder, "lock.pid");
  // The kernel's own file lock, which Node offers only through SQLite. A process number in a file cannot do this job:
  // numbers are reused (in a container that restarts, always), and two processes may both take over a stale file.
  const file = openFile(lockFile);
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    file.close();
    if (!(cause instanceof Error && cause.message.includes("locked"))) throw cause;
    throw conflict(`${folder} is in use by ${ownerOf(pidFile)}. Stop that first, or choose another folder.`);
  }
  chmodSync(lockFile, 0o600);
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return {
    release: () => {
      if (file.isOpen) file.close();
    },
  };
};

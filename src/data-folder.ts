import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "./settings.ts";

/** What a file system's error means to an operator. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "it is a file",
  ENOSPC: "the disk is full",
};

/**
 * Makes the data folder where it is missing, and writes a file in it and takes that away again.
 *
 * @throws ConfigError where it cannot be used
 */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = path.join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, "consilium\n", { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ConfigError(
      `DATA_DIR: "${folder}" cannot be used: ${REASONS[code] ?? code}. Example: DATA_DIR=./data`,
    );
  }
}

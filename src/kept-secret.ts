import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newInstanceSecret } from "#identity/secrets.ts";

/** The instance's secret where none is configured: made once, readable by the owner only, and not in the database. */
export function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, "secret");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, newInstanceSecret(), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(file, "utf8").trim();
}

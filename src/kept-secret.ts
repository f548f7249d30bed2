import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newInstanceSecret } from "#identity/secrets.ts";
import { ConfigError } from "./settings.ts";

/**
 * The instance's secret where none is configured: made once, readable by the owner only, and not in the database.
 *
 * @param dataDir exists
 * @throws ConfigError where the file holds something else
 */
export function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, "secret");
  // Complete or not there: a start that is cut short must not leave a file that the next one takes for the secret.
  const unfinished = path.join(dataDir, `.secret-${process.pid}`);
  writeFileSync(unfinished, newInstanceSecret(), { mode: 0o600, flush: true });
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(unfinished);
  }
  const secret = readFileSync(file, "utf8").trim();
  if (!/^[\w-]{43}$/u.test(secret)) {
    throw new ConfigError(
      `${file} does not hold the 43 characters of the instance's secret. Put back the copy that was kept with the backups; without it the actors' keys cannot be opened.`,
    );
  }
  return secret;
}

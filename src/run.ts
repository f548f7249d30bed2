import type { Config } from "./config.ts";
import { Refusal } from "#domain/refusal.ts";
import { configureLogging } from "./logging.ts";
import { ConfigError } from "./settings.ts";
import { type Running, start } from "./start.ts";

/** After this, a process that was told to stop ends in any case. */
const STOP_MS = 9500;

/**
 * Runs an instance until SIGTERM or SIGINT: says on standard output when it is ready and under which address, and
 * on standard error what went wrong. Sets the exit code: 0 after a signal, 1 where it could not start, 2 where the
 * configuration is wrong.
 */
export async function runUntilSignal(load: () => Config): Promise<void> {
  const begun = performance.now();
  let running: Running;
  let config: Config;
  try {
    config = load();
    await configureLogging(config.logLevel);
    running = await start(config, (text) => process.stderr.write(`${text} …\n`));
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
    return;
  }
  const ms = Math.round(performance.now() - begun);
  const what = config.role === "all" ? config.institutionName : `${config.institutionName} (${config.role})`;
  process.stdout.write(`${what} is ready at ${config.origin} after ${ms} ms\n`);
  if (running.administratorLink !== undefined) {
    process.stdout.write(
      `The first administrator is made by this one-time link: ${running.administratorLink}\n`,
    );
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Nothing is lost by it: what was not done stands in the database, and another process takes it up.
    setTimeout(() => {
      process.stderr.write(
        "Stopping took too long, as when the database is away; what was under way is cut.\n",
      );
      process.exit(1);
    }, STOP_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

import type { Config } from "./config.ts";
import { Refusal } from "#domain/refusal.ts";
import { configureLogging } from "./logging.ts";
import { ConfigError } from "./settings.ts";
import { type Running, start } from "./start.ts";

/** After this, a process that was told to stop ends in any case. */
const STOP_MS = 9500;

/**
 * Runs an instance until SIGTERM or SIGINT: says on standard output when it is ready and under which address, and
 * on standard error what went wrong. A signal that comes while it starts ends it as soon as it has started. Sets the
 * exit code: 0 after a signal, 1 where it could not start or stop, 2 where the configuration is wrong.
 */
export async function runUntilSignal(load: () => Config): Promise<void> {
  const begun = performance.now();
  const told = untilTold();
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
  await told;
  try {
    await running.stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`Stopping failed: ${String(error)}\n`);
    process.exit(1);
  }
}

/** Resolves with the first signal to stop, from which on the process has its time to end in good order. */
function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    const tell = (): void => {
      setTimeout(() => {
        // Nothing is lost by it: what was not done stands in the database, and another process takes it up.
        process.stderr.write(
          "Stopping took too long, as when the database is away; what was under way is cut.\n",
        );
        process.exit(1);
      }, STOP_MS).unref();
      resolve();
    };
    let isTold = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (!isTold) tell();
        isTold = true;
      });
    }
  });
}

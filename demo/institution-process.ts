import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { endWithMe } from "./end-with-me.ts";

/** What a process of an institution is started with. */
export interface InstitutionSettings {
  readonly name: string;
  readonly origin: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** An institution in a process of its own, which is started again when it dies. */
export interface InstitutionProcess {
  readonly administratorLink: string;
  /** Of the process that was started first. */
  readonly pid: number | undefined;
  /** Ends it for good; it drains first. */
  stop(): Promise<void>;
}

/** One that ends this often without having stayed up for a while will not stay up. */
const MAX_SHORT_LIVES = 5;
const SHORT_LIFE_MS = 10_000;
const LAST_WORDS = 10;

const ROOT = path.resolve(import.meta.dirname, "..");

/** Starts `npm start`'s program and resolves when it says that it is ready. @throws Error with its words where it does not start */
export async function startInstitution(settings: InstitutionSettings): Promise<InstitutionProcess> {
  const log = createWriteStream(settings.logFile, { mode: 0o600 });
  let lastWords: string[] = [];
  let stopping = false;

  const launch = (): ChildProcess => {
    const started = spawn(process.execPath, [path.join(ROOT, "src/main.ts")], {
      cwd: path.dirname(settings.logFile),
      env: { ...settings.environment, PATH: process.env["PATH"] },
      stdio: ["ignore", "pipe", "pipe"],
    });
    endWithMe(started);
    createInterface({ input: started.stderr }).on("line", (line) => {
      log.write(`${line}\n`);
      lastWords = [...lastWords, line].slice(-LAST_WORDS);
    });
    started.stdout.resume();
    return started;
  };
  const withLastWords = (what: string): string =>
    [`${settings.name} ${what}; its last words:`, ...lastWords].join("\n");

  let child = launch();
  const administratorLink = await new Promise<string>((resolve, reject) => {
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const link = /one-time link: (\S+)/u.exec(line)?.[1];
        if (link !== undefined) resolve(link);
      });
    }
    child.once("close", () => reject(new Error(withLastWords("did not start"))));
  });

  /** Starts it again whenever it ends, unless it cannot stay up. */
  const supervise = async (): Promise<void> => {
    for (let shortLives = 0; ;) {
      const startedAt = performance.now();
      await once(child, "close");
      if (stopping) return;
      shortLives = performance.now() - startedAt < SHORT_LIFE_MS ? shortLives + 1 : 0;
      const how = `ended (${child.signalCode ?? child.exitCode})`;
      if (shortLives === MAX_SHORT_LIVES) {
        process.stderr.write(`${withLastWords(`${how} ${shortLives} times in a row`)}\n`);
        return;
      }
      process.stderr.write(`${settings.name} ${how} and is started again.\n`);
      child = launch();
    }
  };
  const pid = child.pid;
  const ended = supervise();
  return {
    administratorLink,
    pid,
    async stop() {
      stopping = true;
      child.kill("SIGTERM");
      await ended;
      log.end();
    },
  };
}

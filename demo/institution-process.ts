import { type ChildProcess, spawn } from "node:child_process";
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
  /** Ends it for good; it drains first. */
  stop(): Promise<void>;
}

const ROOT = path.resolve(import.meta.dirname, "..");

/** Starts `npm start`'s program and resolves when it says that it is ready. @throws Error with its words where it does not start */
export async function startInstitution(settings: InstitutionSettings): Promise<InstitutionProcess> {
  const log = createWriteStream(settings.logFile, { mode: 0o600 });
  let stopping = false;
  let child: ChildProcess;
  let ended: Promise<void>;

  const launch = (onLine: (line: string) => void): void => {
    const started = spawn(process.execPath, [path.join(ROOT, "src/main.ts")], {
      cwd: path.dirname(settings.logFile),
      env: { ...settings.environment, PATH: process.env["PATH"] },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    endWithMe(started);
    started.stderr.pipe(log, { end: false });
    createInterface({ input: started.stdout }).on("line", onLine);
    ended = new Promise((resolve) => {
      started.once("exit", (code, signal) => {
        resolve();
        if (stopping) return;
        process.stderr.write(`${settings.name} ended (${signal ?? code}) and is started again.\n`);
        setTimeout(() => {
          if (!stopping) launch(() => {});
        }, 300);
      });
    });
  };

  const administratorLink = await new Promise<string>((resolve, reject) => {
    launch((line) => {
      const link = /one-time link: (\S+)/u.exec(line)?.[1];
      if (link !== undefined) resolve(link);
    });
    child.once("exit", () => {
      stopping = true;
      reject(new Error(`${settings.name} did not start; see ${settings.logFile}`));
    });
  });
  return {
    administratorLink,
    async stop() {
      stopping = true;
      child.kill("SIGTERM");
      await ended;
      log.end();
    },
  };
}

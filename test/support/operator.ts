import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { endWithMe } from "#demo/end-with-me.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** What an operator sees of a process of theirs. */
export interface Process {
  readonly stdout: string;
  readonly stderr: string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Waits until what it said on either stream matches. @throws Error with its words where it ends before */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
}

/** A machine of an operator: an empty folder to work in, and programs that know nothing but what they are told. */
export interface Operator {
  readonly folder: string;
  /** Runs `npm start`'s program. */
  start(environment: Readonly<Record<string, string>>): Process;
  /** Runs `npx consilium`. */
  consilium(args: readonly string[], environment: Readonly<Record<string, string>>): Process;
  /** Kills what still runs, and removes the folder. */
  leave(): Promise<void>;
}

/** Sits down at an empty machine. Leave it at the end of the file. */
export async function operator(): Promise<Operator> {
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-operator-"));
  const running = new Set<() => Promise<unknown>>();

  const run = (args: readonly string[], environment: Readonly<Record<string, string>>): Process => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env["PATH"], METRICS_PORT: "0", LOG_LEVEL: "error", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    endWithMe(child);
    const told = { stdout: "", stderr: "" };
    const hear = new Set<() => void>();
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        told[stream] += text;
        for (const listener of hear) listener();
      });
    }
    const ended = once(child, "close").then(() => child.signalCode ?? child.exitCode ?? 0);
    const end = async (): Promise<void> => {
      child.kill("SIGKILL");
      await ended;
    };
    running.add(end);
    return {
      get stdout() {
        return told.stdout;
      },
      get stderr() {
        return told.stderr;
      },
      ended: ended.finally(() => running.delete(end)),
      said: (pattern) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const match = pattern.exec(told.stdout) ?? pattern.exec(told.stderr);
            if (match !== null) resolve(match);
          };
          hear.add(look);
          look();
          ended.then(
            (code) => reject(new Error(`It ended with ${code} without saying ${pattern}: ${told.stderr}`)),
            reject,
          );
        }),
      kill: (signal) => void child.kill(signal),
    };
  };
  return {
    folder,
    start: (environment) => run([path.join(ROOT, "src/main.ts")], environment),
    consilium: (args, environment) => run([path.join(ROOT, "bin/consilium.js"), ...args], environment),
    async leave() {
      await Promise.all([...running].map((end) => end()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

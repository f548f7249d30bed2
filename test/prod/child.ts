import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { endWithMe } from "#demo/end-with-me.ts";
import type { Account } from "./debian.ts";

/** A program that was started: its end, and what it says. */
export interface Child {
  readonly pid: number;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Resolves with the first match in a line of standard output, past or to come. @throws Error where it ends without */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Its last words, for a failure. */
  log(): Promise<string>;
}

export interface ChildOptions {
  readonly account: Account;
  readonly cwd: string;
  /** All of it: nothing of this process's own environment goes along. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

const LAST_CHARACTERS = 3000;

/** Starts a program, which ends when this process does. */
export function startChild(command: readonly string[], options: ChildOptions): Child {
  const [program = "", ...args] = command;
  const child: ChildProcess = spawn(program, args, {
    ...options.account,
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  endWithMe(child);
  const log = createWriteStream(options.logFile, { mode: 0o600 });
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  child.stderr?.pipe(log, { end: false });
  child.stdout?.pipe(log, { end: false });
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      for (const listener of listeners) listener(line);
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      log.end();
      resolve(signal ?? code ?? 0);
    });
  });
  // Whoever waits for the end hears of it; until then nobody may.
  ended.catch(() => {});
  const readLog = async (): Promise<string> =>
    (await readFile(options.logFile, "utf8")).slice(-LAST_CHARACTERS);
  return {
    pid: child.pid ?? 0,
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const listener = (line: string): void => {
          const match = pattern.exec(line);
          if (match !== null) resolve(match);
        };
        for (const line of lines) listener(line);
        listeners.add(listener);
        ended.then(
          async () =>
            reject(new Error(`${command.join(" ")} ended without saying ${pattern}:\n${await readLog()}`)),
          reject,
        );
      }),
    kill: (signal) => void child.kill(signal),
    log: readLog,
  };
}

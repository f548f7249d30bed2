import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { endWithMe } from "#demo/end-with-me.ts";

/** What a process of an institution is started with. */
export interface RoleSettings {
  /** The institution and the role, for messages. */
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The process's own folder; its log is `log.jsonl` there. */
  readonly folder: string;
}

/** A process of an institution, to be killed and started again. */
export interface RoleProcess {
  readonly name: string;
  /** Resolves when it has said that it is ready since its last start. @throws Error where it ends before */
  ready(): Promise<void>;
  /** What it has said on standard output since its first start. */
  said(): string;
  /** `kill -9`; resolves when it is gone and being started again. */
  crash(): Promise<void>;
  /**
   * Ends it, starts it again, and resolves when it is ready.
   *
   * @param maxFileKib from where on its files do not grow, as on a disk that is full: the kernel breaks the write off
   */
  restart(maxFileKib?: number): Promise<void>;
  /** Ends it for good; it drains first. */
  stop(): Promise<void>;
}

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Starts `npm start`'s program as a process of its own. A process that ends by itself is never ready again. */
export function startRole(settings: RoleSettings): RoleProcess {
  const logFile = path.join(settings.folder, "log.jsonl");
  const log = openSync(logFile, "a", 0o600);
  let child: ChildProcess;
  let isReady: Promise<void>;
  let ended: Promise<void>;

  const said: string[] = [];

  const launch = (maxFileKib?: number): void => {
    // In blocks of 512 bytes, for root too.
    const limit = maxFileKib === undefined ? "" : `ulimit -f ${maxFileKib * 2} && `;
    const started = spawn(
      "/bin/sh",
      ["-c", `${limit}exec "$0" "$1"`, process.execPath, path.join(ROOT, "src/main.ts")],
      { cwd: settings.folder, env: { ...settings.environment }, stdio: ["ignore", "pipe", log] },
    );
    child = started;
    endWithMe(started);
    const { stdout } = started;
    if (stdout === null) throw new Error("The output is a pipe");
    isReady = new Promise((resolve, reject) => {
      createInterface({ input: stdout }).on("line", (line) => {
        said.push(line);
        if (line.includes(" is ready at ")) resolve();
      });
      started.once("exit", (code, signal) => {
        const last = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-5).join("\n");
        reject(new Error(`${settings.name} ended (${signal ?? code}): ${last}`));
      });
    });
    // Whoever waits is told; nobody need.
    isReady.catch(() => {});
    ended = new Promise((resolve) => started.once("exit", () => resolve()));
  };

  launch();
  return {
    name: settings.name,
    ready: () => isReady,
    said: () => said.join("\n"),
    async crash() {
      child.kill("SIGKILL");
      await ended;
      launch();
    },
    async restart(maxFileKib) {
      child.kill("SIGTERM");
      await ended;
      launch(maxFileKib);
      await isReady;
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { endWithMe } from "#demo/end-with-me.ts";
import { freePort } from "#demo/free-port.ts";
import { startOpenIdProvider } from "#demo/openid-provider.ts";
import type { Ground } from "./ground.ts";
import { pidOf } from "./program.ts";

/** An institution in a process of its own, started as `npm start` does. */
export interface Institution {
  readonly name: string;
  readonly origin: string;
  /** `URL.host` of the origin. */
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly pid: number;
  /** From the start of the process to the line that says that it is ready. */
  readonly readyMs: number;
  /** The name under which its one physician signs in. */
  readonly login: string;
  stop(): Promise<void>;
}

export interface InstitutionOptions {
  /** Names its database and its host. */
  readonly name: string;
  readonly role?: "all" | "web";
  /** Origins on this machine that it may ask. */
  readonly allowOrigins: readonly string[];
  /** A database that is there already, or "embedded" for one of its own below its data folder. */
  readonly databaseUrl?: string;
  /** A free one where others need not know it before. */
  readonly port?: number;
}

/** Where an institution of this name and port is. */
export const originOf = (name: string, port: number): string => `http://${name}.localhost:${port}`;

const ROOT = path.resolve(import.meta.dirname, "../..");
const packageFile = z.object({ scripts: z.object({ start: z.string() }) });

/** The program and the flags of the script `start`, so that what is measured is what people run. */
async function startCommand(): Promise<string[]> {
  const { scripts } = packageFile.parse(JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8")));
  const [program, ...rest] = scripts.start.split(" ");
  if (program !== "node") throw new Error(`The script start runs ${program}, and not node.`);
  return rest.map((word) => (word.startsWith("-") ? word : path.join(ROOT, word)));
}

/** Starts one institution on a database of its own, with an identity provider that knows one physician. */
export async function startInstitution(ground: Ground, options: InstitutionOptions): Promise<Institution> {
  const { name, role = "all", allowOrigins } = options;
  const port = options.port ?? (await freePort());
  const origin = originOf(name, port);
  const { host } = new URL(origin);
  const login = `${name}-physician`;
  const databaseUrl = options.databaseUrl ?? (await ground.database(name));
  const provider = await startOpenIdProvider({
    clients: [{ id: "bench", secret: "secret", redirectUris: [`${origin}/sign-in/callback`] }],
    people: [{ login, claims: { profession: "physician", specialty: "dermatology", country: "NO" } }],
  });
  const home = path.join(ground.folder, name);
  await mkdir(home, { recursive: true, mode: 0o700 });
  const log = createWriteStream(path.join(home, "log.jsonl"), { mode: 0o600 });
  const begun = performance.now();
  const child = spawn(process.execPath, await startCommand(), {
    cwd: home,
    env: {
      PATH: process.env["PATH"],
      // So that NODE_OPTIONS="--cpu-prof --cpu-prof-dir=DIR" profiles it.
      NODE_OPTIONS: process.env["NODE_OPTIONS"],
      ORIGIN: origin,
      PORT: String(port),
      METRICS_PORT: "0",
      INSTITUTION_NAME: name,
      DATA_DIR: home,
      ...(databaseUrl !== "embedded" && { DATABASE_URL: databaseUrl }),
      SECRET: randomBytes(32).toString("base64url"),
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: "bench",
      OIDC_CLIENT_SECRET: "secret",
      ALLOW_ORIGINS: allowOrigins.join(","),
      ROLE: role,
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  endWithMe(child);
  child.stderr.pipe(log);
  const ended = once(child, "exit");
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes(" is ready at ")) resolve();
    });
    child.once("exit", () => {
      reject(new Error(`The institution ${name} did not start; see ${path.join(home, "log.jsonl")}`));
    });
  });
  return {
    name,
    origin,
    host,
    port,
    databaseUrl,
    pid: pidOf(child, name),
    readyMs: performance.now() - begun,
    login,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await provider.stop();
    },
  };
}

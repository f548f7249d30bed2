import { execFileSync } from "node:child_process";
import { chmod, chown, cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "#demo/free-port.ts";
import { type Child, startChild } from "./child.ts";
import { type Account, accountOf, type DebianPrograms } from "./debian.ts";

/** A proxy of its own in front of something else than a project, and the certificate authority that it made. */
export interface AuthorityProxy {
  readonly child: Child;
  /** Caddy's data folder. */
  readonly folder: string;
  /** The authority's certificate, PEM. */
  readonly certificate: string;
}

const PKI = "caddy/pki";
const PATIENCE_MS = 20_000;

/** Starts Caddy with the Caddyfile of production at `origin`, in front of `upstream`; resolves when its authority is there. */
export async function startAuthorityProxy(options: {
  readonly folder: string;
  readonly image: string;
  readonly programs: DebianPrograms;
  readonly origin: string;
  readonly upstream: string;
}): Promise<AuthorityProxy> {
  const { folder, origin, upstream } = options;
  const account = accountOf("caddy");
  await mkdir(folder, { mode: 0o700 });
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  const child = startChild(
    [
      options.programs.caddy,
      "run",
      "--config",
      path.join(options.image, "Caddyfile"),
      "--adapter",
      "caddyfile",
    ],
    {
      account,
      cwd: "/",
      env: {
        ORIGIN: origin,
        UPSTREAM: upstream,
        BIND: "127.0.0.1",
        HTTP_PORT: String(await freePort()),
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
      },
      logFile: `${folder}.log`,
    },
  );
  const made = path.join(folder, PKI, "authorities/local/root.crt");
  const certificate = `${folder}.crt`;
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await cp(made, certificate);
      await chmod(certificate, 0o644);
      return { child, folder, certificate };
    } catch (error) {
      if (Date.now() > until)
        throw new Error(`Caddy made no authority:\n${await child.log()}`, { cause: error });
    }
    await delay(50);
  }
}

/** Gives another Caddy the same authority, so that one certificate vouches for all. */
export async function putAuthority(from: string, dataFolder: string, account: Account): Promise<void> {
  await mkdir(path.join(dataFolder, "caddy"), { recursive: true, mode: 0o700 });
  await cp(path.join(from, PKI), path.join(dataFolder, PKI), { recursive: true });
  if (account !== undefined) {
    execFileSync("chown", ["-R", `${account.uid}:${account.gid}`, path.join(dataFolder, "caddy")]);
  }
}

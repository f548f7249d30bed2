import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Debian's programs that stand in for the images of docker-compose.yml. */
export interface DebianPrograms {
  /** Folder of `initdb`, `postgres` and `pg_isready`. */
  readonly postgres: string;
  readonly caddy: string;
}

const POSTGRES = "/usr/lib/postgresql";
/** The oldest that README.md promises. */
const OLDEST_POSTGRES = 15;

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const find = (program: string): string | undefined =>
  ["/usr/local/bin", "/usr/bin", "/bin"].map((folder) => path.join(folder, program)).find(isProgram);

function newestPostgres(): string | undefined {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES).map(Number) : [];
  const newest = versions
    .filter((version) => version >= OLDEST_POSTGRES)
    .sort((one, other) => other - one)
    .find((version) => isProgram(`${POSTGRES}/${version}/bin/postgres`));
  return newest === undefined ? undefined : `${POSTGRES}/${newest}/bin`;
}

/**
 * Finds what is needed, and installs what is missing where that is asked for.
 *
 * @throws Error with the command that installs what is missing
 */
export function debianPrograms(install: boolean): DebianPrograms {
  const postgres = newestPostgres();
  const caddy = find("caddy");
  const missing = [
    ...(postgres === undefined ? ["postgresql"] : []),
    ...(caddy === undefined ? ["caddy"] : []),
    ...(find("curl") === undefined ? ["curl"] : []),
  ];
  if (postgres !== undefined && caddy !== undefined && missing.length === 0) return { postgres, caddy };
  const command = `apt-get install --yes --no-install-recommends ${missing.join(" ")}`;
  if (!install) {
    throw new Error(
      `Not installed: ${missing.join(", ")}. As root, run:\n  apt-get update && ${command}\nor, as root, npm run prod:check -- --install`,
    );
  }
  if (process.getuid?.() !== 0) throw new Error(`--install works as root only. It would run: ${command}`);
  for (const line of ["apt-get update", command]) {
    process.stderr.write(`${line} …\n`);
    const [program = "", ...args] = line.split(" ");
    const { status } = spawnSync(program, args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0) throw new Error(`"${line}" failed with ${status}`);
  }
  return debianPrograms(false);
}

/** The user that a program runs as, as `spawn` takes it; undefined: whoever runs this. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/**
 * Nothing runs as root: for root, each service gets the system user that stands for the one of its container.
 *
 * @throws Error where this system has no such user
 */
export function accountOf(user: string): Account {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] = lines.find(([name]) => name === user) ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(`This system has no user ${user}, which one of the services runs as.`);
  }
  return { uid: Number(uid), gid: Number(gid) };
}

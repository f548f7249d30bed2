import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { freePort } from "#demo/free-port.ts";
import { putAuthority } from "./authority.ts";
import type { ChildOptions } from "./child.ts";
import type { Service } from "./compose-file.ts";
import { type Account, accountOf, type DebianPrograms } from "./debian.ts";
import { postgresEntrypoint } from "./postgres-entrypoint.ts";

/** How a service runs on this machine. */
export interface Place {
  readonly command: readonly string[];
  readonly healthcheck: readonly string[] | undefined;
  readonly options: ChildOptions;
  readonly stopSignal: NodeJS.Signals;
}

export interface PlaceOptions {
  /** The project's own; made here. */
  readonly folder: string;
  /** What `makeImage` filled. */
  readonly image: string;
  readonly programs: DebianPrograms;
  /** What an operator puts below `secrets/`, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Caddy's data folder of a run before, which holds its certificate authority. */
  readonly authority: string;
}

/** The users of the containers, and Debian's that stand for them. */
const USERS: Readonly<Record<string, string>> = {
  node: "nobody",
  postgres: "postgres",
  "1000:1000": "caddy",
};

const give = async (file: string, account: Account): Promise<void> => {
  if (account !== undefined) await chown(file, account.uid, account.gid);
};

/**
 * Finds each service a place on this machine. Containers have a network and a file system of their own: their names
 * and paths, wherever the compose file writes them, are replaced by what stands for them here, and the ports are free
 * ones. Nothing else of a service is changed.
 */
export async function findPlaces(
  services: readonly Service[],
  options: PlaceOptions,
): Promise<{ readonly places: ReadonlyMap<string, Place>; readonly httpPort: number }> {
  const { folder, image, programs } = options;
  const inside = (name: string): string => path.join(folder, name);
  await mkdir(folder, { mode: 0o711 });
  await putSecrets(inside("secrets"), options.secrets);
  const ports = { database: await freePort(), web: await freePort(), http: await freePort() };
  const standIns = Object.entries({
    "@postgres:5432/": `@127.0.0.1:${ports.database}/`,
    "web:3000": `127.0.0.1:${ports.web}`,
    "http://127.0.0.1:8080/": `http://127.0.0.1:${ports.http}/`,
    "/etc/caddy/Caddyfile": path.join(image, "Caddyfile"),
    "/run/secrets/": `${inside("secrets")}/`,
  });
  const ownPorts = async (service: Service): Promise<Record<string, string>> => {
    if (service.image === "app") {
      return { HOST: "127.0.0.1", PORT: String(ports.web), METRICS_PORT: String(await freePort()) };
    }
    if (service.image === "proxy") return { BIND: "127.0.0.1", HTTP_PORT: String(ports.http) };
    return { PGPORT: String(ports.database) };
  };

  const findPlace = async (service: Service): Promise<Place> => {
    const account = accountOf(USERS[service.user] ?? service.user);
    const mounts = new Map<string, string>();
    for (const mount of ["/tmp", ...service.volumes]) {
      const mounted = inside(`mounted${mount.replaceAll("/", "-")}`);
      await mkdir(mounted, { recursive: true, mode: 0o700 });
      if (mount === "/tmp") await chmod(mounted, 0o1777);
      else await give(mounted, account);
      mounts.set(mount, mounted);
    }
    const here = (text: string): string =>
      mounts.get(text) ?? standIns.reduce((done, [theirs, ours]) => done.replaceAll(theirs, ours), text);
    const env = {
      ...Object.fromEntries(Object.entries(service.environment).map(([name, value]) => [name, here(value)])),
      ...(await ownPorts(service)),
      PATH: `${path.join(image, "node/bin")}:${programs.postgres}:/usr/bin:/bin`,
    };
    const placed = {
      account,
      cwd: service.image === "app" ? image : "/",
      env,
      logFile: inside(`${service.name}.log`),
    };
    const [volume = ""] = service.volumes.map((mount) => mounts.get(mount));
    if (service.image === "proxy") await putAuthority(options.authority, volume, account);
    return {
      command: service.command?.map(here) ?? postgresEntrypoint(volume, placed),
      healthcheck: service.healthcheck?.map(here),
      options: placed,
      stopSignal: service.command === undefined ? "SIGINT" : "SIGTERM",
    };
  };

  const places = new Map<string, Place>();
  for (const service of services) places.set(service.name, await findPlace(service));
  return { places, httpPort: ports.http };
}

/** As README.md says: every user of the containers can read the files, and nobody else gets to their folder. */
async function putSecrets(folder: string, secrets: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { mode: 0o711 });
  for (const [name, text] of Object.entries(secrets)) {
    await writeFile(path.join(folder, name), `${text}\n`, { mode: 0o444 });
  }
}

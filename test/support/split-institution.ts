import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { HouseAddress } from "#demo/house.ts";
import { eventually } from "./eventually.ts";
import { type RoleProcess, startRole } from "./role-process.ts";

export interface SplitInstitutionOptions {
  /** The origin is `http://SLUG.localhost:PORT`. */
  readonly slug: string;
  readonly name: string;
  readonly port: number;
  /** Holds the data of the institution and a folder for each process. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly provider: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
  readonly allowOrigins: readonly string[];
  /** Names that its identity provider knows. */
  readonly people: readonly string[];
}

/** An institution as it runs in production: one process takes requests, another does the work behind them. */
export interface SplitInstitution extends HouseAddress {
  readonly web: RoleProcess;
  readonly worker: RoleProcess;
}

/** Starts both processes; stop each at the end. */
export async function startSplitInstitution(options: SplitInstitutionOptions): Promise<SplitInstitution> {
  const { slug, name, provider, folder } = options;
  const origin = `http://${slug}.localhost:${options.port}`;
  const dataDir = path.join(folder, "data");
  await mkdir(dataDir, { recursive: true });
  const environment = {
    ORIGIN: origin,
    INSTITUTION_NAME: name,
    METRICS_PORT: "0",
    DATA_DIR: dataDir,
    DATABASE_URL: options.databaseUrl,
    SECRET: randomBytes(32).toString("base64url"),
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    ALLOW_ORIGINS: options.allowOrigins.join(","),
    LOG_LEVEL: "warning",
    // A process that is started a hundred times should not compile a hundred times.
    NODE_COMPILE_CACHE: path.join(folder, "compiled"),
  };
  const launch = async (role: "web" | "worker", id: string): Promise<RoleProcess> => {
    const own = path.join(folder, id);
    await mkdir(own);
    const process = startRole({
      name: `${name} (${id})`,
      environment: { ...environment, ROLE: role, PORT: String(options.port) },
      folder: own,
    });
    await process.ready();
    return process;
  };
  // Only a process that ends in peace leaves compiled code for those that will be killed.
  const first = await launch("worker", "first");
  await first.stop();
  const [web, worker] = await Promise.all([launch("web", "web"), launch("worker", "worker")]);
  const administratorLink = await eventually("the link for the first administrator", async () => {
    const link = /one-time link: (\S+)/u.exec(web.said())?.[1];
    if (link === undefined) throw new Error("not said yet");
    return link;
  });
  return {
    name,
    origin,
    people: options.people,
    administratorLink,
    web,
    worker,
  };
}

import { readFile } from "node:fs/promises";
import path from "node:path";
import { SUPERUSER } from "./cluster.ts";

// The lines of postmaster.pid, as PostgreSQL's miscadmin.h numbers them from 1.
const PORT_LINE = 4;

/**
 * The address of the embedded Postgres that another process runs in `home`, for an operator's command beside a
 * running instance; `undefined` where none runs.
 */
export async function runningPostgres(home: string): Promise<string | undefined> {
  const read = (file: string): Promise<string | undefined> =>
    readFile(path.join(home, file), "utf8").catch(() => undefined);
  const pidFile = await read("cluster/postmaster.pid");
  const password = await read("password");
  const port = pidFile?.split("\n")[PORT_LINE - 1];
  if (port === undefined || password === undefined) return undefined;
  return `postgres://${SUPERUSER}:${password.trim()}@127.0.0.1:${port.trim()}/postgres`;
}

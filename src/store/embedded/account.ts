import { readFile, stat } from "node:fs/promises";

/** The user that Postgres runs as, as `spawn` takes it. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: Account = { uid: 65_534, gid: 65_534 };

const systemAccount = async (name: string): Promise<Account | undefined> => {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = lines.find(([user]) => user === name) ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
};

/**
 * Postgres refuses to run as root, so root must run it as somebody else: whoever owns the cluster if it exists, else the
 * system's `postgres`, else `nobody`. No user is created, because small systems have no `useradd`.
 *
 * @returns undefined for an ordinary user, who runs Postgres as themselves.
 */
export const accountFor = async (cluster: string): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await stat(cluster).catch(() => undefined);
  if (existing !== undefined && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  return (await systemAccount("postgres")) ?? NOBODY;
};

import postgres from "postgres";
import { unavailable } from "#domain/refusal.ts";

const OLDEST = 15;
const CONNECT_SECONDS = 10;

/** What the codes of the network and of Postgres (appendix A of its manual) mean to an operator. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name could not be looked up",
  CONNECT_TIMEOUT: `no answer within ${CONNECT_SECONDS} seconds`,
  ENOENT: "there is no such socket",
  "28P01": "the password is wrong",
  "28000": "this role may not connect",
  "3D000": "there is no such database",
  "57P03": "it is still starting, or stopping",
  "53300": "it has too many connections",
};

/**
 * Makes sure that a Postgres which can be used answers, before anything else waits for it.
 *
 * @param variable the setting that the address comes from
 * @throws Refusal unavailable, with the host and the reason, and without the password
 */
export async function reachDatabase(variable: string, url: string): Promise<void> {
  const { host, pathname } = new URL(url);
  const place = `${variable}: the database ${pathname.slice(1)} at ${host || "the local socket"}`;
  const sql = postgres(url, { max: 1, connect_timeout: CONNECT_SECONDS, onnotice: () => {} });
  try {
    const [row] = await sql<
      { version: number }[]
    >`select current_setting('server_version_num')::int as version`;
    const major = Math.floor((row?.version ?? 0) / 10_000);
    if (major < OLDEST) throw unavailable(`${place} is Postgres ${major}; ${OLDEST} or newer is needed.`);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw unavailable(
      `${place} cannot be used: ${REASONS[code] ?? code}. Example: ${variable}=postgres://consilium:password@127.0.0.1:5432/consilium`,
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

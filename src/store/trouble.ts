import { type Refusal, unavailable } from "#domain/refusal.ts";

/** Of the driver and of the network below it: the server is not there, or was there until a moment ago. */
const LOST = /^(?:CONNECTION_|CONNECT_TIMEOUT$|ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$)/u;
/** SQLSTATE (PostgreSQL, appendix A): connection exceptions, too many connections, shutting down or starting up. */
const AWAY = /^(?:08\w{3}|53300|57P0[1-3])$/u;
const DISK_FULL = "53100";

/**
 * What a failed query says of the database itself rather than of what was asked: that it is away, or that its disk is full.
 *
 * @returns words for whoever asked, to be tried again later; `undefined` for any other error
 */
export function databaseTrouble(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === DISK_FULL) {
    return unavailable("The server's disk is full; nothing was saved. Tell its operator.");
  }
  if (LOST.test(code) || AWAY.test(code)) {
    return unavailable("The database does not answer just now. Try again in a moment.");
  }
  return databaseTrouble(error.cause);
}

import { setTimeout as delay } from "node:timers/promises";

/** A server that was killed is started again within seconds; what takes longer is a failure of the demo. */
const PATIENCE_MS = 60_000;

/** The answer says that the server could not do its work just now, as while its database or itself is away. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** Whether nobody answered: the connection was refused, reset, or ended in the middle. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof Unanswered) return true;
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    /^(?:ECONN|UND_ERR|EPIPE)/u.test(code) || isUnanswered(error.cause) || error.message === "terminated"
  );
}

/** Does something again while nobody answers, so that the scenario outlives the restart of an institution. */
export async function persist<Result>(work: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnanswered(error) || Date.now() > until) throw error;
    }
    await delay(200);
  }
}

/** Looks until there is something; @throws Error after the deadline, saying what was waited for */
export async function until<Result>(
  what: string,
  deadlineMs: number,
  look: () => Promise<Result | undefined>,
): Promise<Result> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const found = await persist(look);
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Not within ${Math.round(deadlineMs / 1000)} s: ${what}`);
    await delay(50);
  }
}

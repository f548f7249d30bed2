import { setTimeout as delay } from "node:timers/promises";

/**
 * Tries until `look` does not throw, and gives what it returned; after the deadline it fails with what was wrong last.
 *
 * @param what is waited for, in words, for the failure
 */
export async function eventually<Result>(
  what: string,
  look: () => Promise<Result>,
  deadlineMs = 15_000,
): Promise<Result> {
  const until = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw new Error(`Not within ${deadlineMs} ms: ${what}`, { cause: error });
    }
    await delay(25);
  }
}

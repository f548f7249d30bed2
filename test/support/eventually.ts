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

/**
 * Asks until the answer is neither absent nor false, and gives it.
 *
 * @param what is waited for, in words, for the failure
 */
export const eventuallySome = <Value>(
  what: string,
  look: () => Promise<Value> | Value,
): Promise<NonNullable<Value>> =>
  eventually(what, async () => {
    const value = await look();
    if (value === undefined || value === null || value === false) throw new Error(`It is ${String(value)}`);
    return value;
  });

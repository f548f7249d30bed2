import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@logtape/logtape";

const FIRST_MS = 100;
const LONGEST_MS = 5000;

/** What went wrong, in words. */
export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Keeps trying while the database is away: ever more slowly, with one line in the log when it goes and one when it is back. */
export class Outage {
  readonly #name: string;
  readonly #log: Logger | undefined;
  readonly #signal: AbortSignal;
  #failures = 0;

  /** @param signal ends every wait; from then on failures are thrown */
  constructor(name: string, signal: AbortSignal, log: Logger | undefined) {
    this.#name = name;
    this.#signal = signal;
    this.#log = log;
  }

  /**
   * Does it until it succeeds.
   *
   * @throws the last error, once the signal is aborted
   */
  async persist<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await work();
        this.#over();
        return result;
      } catch (error) {
        if (this.#signal.aborted) throw error;
        this.#began(error);
        const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
        await delay(longest * (0.5 + Math.random() / 2), undefined, { signal: this.#signal }).catch(() => {});
      }
    }
  }

  #began(error: unknown): void {
    this.#failures++;
    if (this.#failures > 1) return;
    this.#log?.error("Queue {queue}: the database does not answer, trying on: {reason}", {
      queue: this.#name,
      reason: reason(error),
    });
  }

  #over(): void {
    if (this.#failures === 0) return;
    this.#log?.info("Queue {queue}: the database answers again after {failures} failures", {
      queue: this.#name,
      failures: this.#failures,
    });
    this.#failures = 0;
  }
}

import { Refusal } from "#domain/refusal.ts";

const KEPT_MS = 60_000;
const MAX = 5000;

/**
 * Remembers for a minute that an address could not be used, so that nobody can have it asked again and again through
 * us. Errors that are ours are not remembered.
 */
export class RecentFailures {
  readonly #failures = new Map<string, { readonly refusal: Refusal; readonly until: number }>();

  /** @throws Refusal: the one that the address led to within the last minute, or does now */
  async guard<Value>(address: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#failures.get(address);
    if (known !== undefined && known.until > performance.now()) throw known.refusal;
    this.#failures.delete(address);
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refusal) this.#keep(address, error);
      throw error;
    }
  }

  #keep(address: string, refusal: Refusal): void {
    this.#failures.set(address, { refusal, until: performance.now() + KEPT_MS });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MAX && oldest !== undefined) this.#failures.delete(oldest);
  }
}

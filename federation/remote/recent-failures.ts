import { Refusal } from "#domain/refusal.ts";

const KEPT_MS = 60_000;
/** A server that does not answer may only be starting: what it sends meanwhile comes back within seconds. */
const UNAVAILABLE_MS = 5000;
const MAX = 5000;

/**
 * Remembers for a minute that an address could not be used, and for five seconds that it did not answer, so that nobody can
 * have it asked again and again through us. Errors that are ours are not remembered.
 */
export class RecentFailures {
  readonly #failures = new Map<string, { readonly refusal: Refusal; readonly until: number }>();

  /** @throws Refusal: the one that the address led to a moment ago, or does now */
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
    const keptMs = refusal.kind === "unavailable" ? UNAVAILABLE_MS : KEPT_MS;
    this.#failures.set(address, { refusal, until: performance.now() + keptMs });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MAX && oldest !== undefined) this.#failures.delete(oldest);
  }
}

export interface RateLimitOptions {
  /** How many a second, in the long run. */
  readonly perSecond: number;
  /** How many at once, after a quiet time. */
  readonly burst: number;
  /** Askers remembered; of more, those that were quiet the longest are forgotten, who have the least against them. */
  readonly maxKeys: number;
}

interface Bucket {
  left: number;
  at: number;
}

/** Counts what each asker asks for: a bucket that fills at a steady rate and from which each request takes one. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();
  readonly #options: RateLimitOptions;

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /**
   * Lets one request of an asker in, or says after how many whole seconds the next one is let in.
   *
   * @param nowMs of a clock that does not jump
   */
  take(key: string, nowMs: number): { readonly waitSeconds: number } | undefined {
    const { perSecond, burst, maxKeys } = this.#options;
    const known = this.#buckets.get(key) ?? { left: burst, at: nowMs };
    const left = Math.min(burst, known.left + ((nowMs - known.at) / 1000) * perSecond);
    const isLet = left >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: isLet ? left - 1 : left, at: nowMs });
    const [quietest] = this.#buckets.keys();
    if (this.#buckets.size > maxKeys && quietest !== undefined) this.#buckets.delete(quietest);
    return isLet ? undefined : { waitSeconds: Math.max(1, Math.ceil((1 - left) / perSecond)) };
  }
}

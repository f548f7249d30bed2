export interface BoundedCacheOptions {
  /** Entries at most; the one that was not asked for the longest goes first. */
  readonly max: number;
  /** How long an entry is good for; for ever unless given. */
  readonly ttlMs?: number;
}

/**
 * Remembers what was costly to get, up to a number of entries. Callers at the same time share one load; what failed,
 * and what was not there, is not remembered.
 */
export class BoundedCache<Key, Value> {
  readonly #entries = new Map<Key, { readonly value: Promise<Value | undefined>; readonly until: number }>();
  readonly #load: (key: Key) => Promise<Value | undefined>;
  readonly #max: number;
  readonly #ttlMs: number;

  constructor(load: (key: Key) => Promise<Value | undefined>, options: BoundedCacheOptions) {
    this.#load = load;
    this.#max = options.max;
    this.#ttlMs = options.ttlMs ?? Number.POSITIVE_INFINITY;
  }

  get(key: Key): Promise<Value | undefined> {
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    if (known !== undefined && known.until > performance.now()) {
      this.#entries.set(key, known);
      return known.value;
    }
    const entry = { value: this.#load(key), until: performance.now() + this.#ttlMs };
    const forget = (): void => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    entry.value.then((value) => value === undefined && forget(), forget);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#max && oldest !== undefined) this.#entries.delete(oldest);
    return entry.value;
  }
}

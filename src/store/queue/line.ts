import type { Lease } from "./lease.ts";

interface Place {
  readonly lease: Lease;
  /** On the clock of `performance.now()`. */
  validUntil: number;
  started: boolean;
}

/** The messages that one consumer has leased: those that run and, in order, those that wait for their turn. */
export class Line {
  readonly #leaseMs: number;
  /** By token: the same message may be leased again before we are done with its last lease. */
  readonly #places = new Map<string, Place>();
  readonly #busyKeys = new Set<string>();

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  get held(): number {
    return this.#places.size;
  }

  get leases(): Lease[] {
    return [...this.#places.values()].map(({ lease }) => lease);
  }

  /** @param since when the leases were asked for: they run at least `leaseMs` from then */
  add(leases: readonly Lease[], since: number): void {
    for (const lease of leases) {
      this.#places.set(lease.token, { lease, validUntil: since + this.#leaseMs, started: false });
    }
  }

  renewed(tokens: readonly string[], since: number): void {
    for (const token of tokens) {
      const place = this.#places.get(token);
      if (place !== undefined) place.validUntil = since + this.#leaseMs;
    }
  }

  /** The next message to start: the first whose key is not busy. Forgets those whose lease may be somebody else's by now. */
  start(): Lease | undefined {
    const now = performance.now();
    for (const [token, place] of this.#places) {
      const key = place.lease.message.orderingKey;
      if (place.started || (key !== undefined && this.#busyKeys.has(key))) continue;
      if (place.validUntil <= now) {
        this.#places.delete(token);
        continue;
      }
      place.started = true;
      if (key !== undefined) this.#busyKeys.add(key);
      return place.lease;
    }
    return undefined;
  }

  /** The message is finished; the next one of its key may start. */
  finished({ message, token }: Lease): void {
    this.#places.delete(token);
    if (message.orderingKey !== undefined) this.#busyKeys.delete(message.orderingKey);
  }

  /** Takes out what was not started: all of it, or that of one ordering key. */
  takeWaiting(orderingKey?: string): Lease[] {
    const waiting = [...this.#places.values()]
      .filter(({ started }) => !started)
      .map(({ lease }) => lease)
      .filter(({ message }) => orderingKey === undefined || message.orderingKey === orderingKey);
    for (const { token } of waiting) this.#places.delete(token);
    return waiting;
  }
}

import type { Logger } from "@logtape/logtape";
import type { Fetcher } from "#net/fetcher.ts";
import type { OpenDatabase } from "#store/database.ts";
import { DELIVERIES_CHANNEL } from "#store/deliveries.ts";
import {
  type CircuitOptions,
  claimDeliveries,
  type ClaimedDelivery,
  renewDeliveries,
} from "#store/delivery-queue.ts";
import { Bell } from "#store/queue/bell.ts";
import type { KeySource } from "../keys.ts";
import { type Answer, judge, RETRIES, type RetryPolicy, type Verdict } from "./judge.ts";
import { knock } from "./knock.ts";
import { Settler } from "./settle.ts";

export interface DelivererOptions extends RetryPolicy {
  /** Deliveries under way at the same time. */
  readonly concurrency: number;
  /** Of these, to one host. */
  readonly perHost: number;
  /** For one answer. */
  readonly timeoutMs: number;
  /** After how long another process takes over from one that died; one that lives renews its leases. */
  readonly leaseMs: number;
  /** How long nobody looks at the queue when nobody rings. */
  readonly pollMs: number;
  readonly circuit: CircuitOptions;
}

export const DELIVERY: DelivererOptions = {
  ...RETRIES,
  concurrency: 64,
  perHost: 8,
  timeoutMs: 10_000,
  leaseMs: 10_000,
  pollMs: 5000,
  circuit: {
    failures: 5,
    firstPauseMs: 10_000,
    longestPauseMs: 6 * 3_600_000,
    giveUpMs: 7 * 86_400_000,
  },
};

export interface DelivererParts {
  readonly database: OpenDatabase;
  readonly keys: KeySource;
  readonly fetcher: Pick<Fetcher, "fetch">;
  readonly log: Logger;
}

export interface Deliverer {
  /**
   * Takes nothing more and waits for what is under way, `patienceMs` (5 s by default) at most; what is not done by
   * then is given back for another process.
   */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Delivers what the ledger holds until it is stopped. Any number of these in any number of processes share it.
 *
 * A slow or dead host takes up `perHost` places and no more. While the database is away it keeps trying. A delivery
 * may be posted twice when a process dies in between: receivers know an activity by its id.
 */
export function startDeliverer(parts: DelivererParts, options: DelivererOptions = DELIVERY): Deliverer {
  const work = new Work(parts, options);
  const running = work.run();
  return { stop: (patienceMs = 5000) => work.stop(running, patienceMs) };
}

class Work {
  readonly #parts: DelivererParts;
  readonly #options: DelivererOptions;
  readonly #bell = new Bell();
  readonly #underWay = new Map<string, number>();
  readonly #attempts = new Set<Promise<void>>();
  /** Claimed deliveries that are not settled yet. */
  readonly #leased = new Set<number>();
  /** Settles when no renewal of leases is under way. */
  #renewed: Promise<void> = Promise.resolve();
  readonly #renewTimer: NodeJS.Timeout;
  readonly #abort = new AbortController();
  readonly #settler: Settler;
  #isStopping = false;

  constructor(parts: DelivererParts, options: DelivererOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#settler = new Settler(parts.database.db, options.circuit, parts.log);
    this.#renewTimer = setInterval(() => {
      this.#renewed = this.#renewed.then(() => this.#renew());
    }, options.leaseMs / 3);
  }

  async run(): Promise<void> {
    const ring = (): void => this.#bell.ring();
    // The driver listens again by itself after the database was away.
    const listening = this.#parts.database.sql.listen(DELIVERIES_CHANNEL, ring, ring);
    listening.catch((error: unknown) => {
      this.#parts.log.warn("Deliveries are only found by looking, since listening failed: {error}", {
        error,
      });
    });
    while (!this.#isStopping) {
      const sleepMs = await this.#claim();
      if (sleepMs > 0 && !this.#isStopping) await this.#bell.wait(sleepMs);
    }
    await listening.then(
      (listener) => listener.unlisten(),
      () => {},
    );
  }

  async stop(running: Promise<void>, patienceMs: number): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    const patience = setTimeout(() => {
      this.#abort.abort(new Error("The deliverer stops."));
      this.#settler.giveUpSoon();
    }, patienceMs);
    // The last claim first: it may still start something.
    await running;
    while (this.#attempts.size > 0) await Promise.all(this.#attempts);
    clearTimeout(patience);
    clearInterval(this.#renewTimer);
    await this.#renewed;
  }

  /** @returns how long to sleep before the next claim, if nothing rings; 0 where there is more at once */
  async #claim(): Promise<number> {
    const { concurrency, perHost, leaseMs, pollMs } = this.#options;
    const limit = concurrency - this.#attempts.size;
    if (limit <= 0) return pollMs;
    try {
      const underWay = this.#underWay;
      const { claimed, nextMs } = await claimDeliveries(this.#parts.database.db, {
        limit,
        perHost,
        underWay,
        leaseMs,
      });
      for (const delivery of claimed) this.#start(delivery);
      if (claimed.length > 0) return 0;
      // A delivery that is due and was not claimed is another process's at this moment.
      return nextMs === undefined ? pollMs : Math.min(pollMs, Math.max(100, nextMs));
    } catch (error) {
      this.#parts.log.warn("Deliveries cannot be claimed: {error}", { error });
      return Math.min(1000, pollMs);
    }
  }

  async #renew(): Promise<void> {
    if (this.#leased.size === 0) return;
    try {
      await renewDeliveries(this.#parts.database.db, [...this.#leased], this.#options.leaseMs);
    } catch (error) {
      this.#parts.log.warn("The leases of deliveries cannot be renewed: {error}", { error });
    }
  }

  /** From here on the delivery is settled: a late renewal would move the next try. */
  async #return({ id }: ClaimedDelivery): Promise<void> {
    this.#leased.delete(id);
    await this.#renewed;
  }

  #start(delivery: ClaimedDelivery): void {
    const { host } = delivery;
    this.#leased.add(delivery.id);
    this.#underWay.set(host, (this.#underWay.get(host) ?? 0) + 1);
    const attempt = this.#attempt(delivery).finally(() => {
      this.#attempts.delete(attempt);
      const left = (this.#underWay.get(host) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(host);
      else this.#underWay.set(host, left);
      this.#bell.ring();
    });
    this.#attempts.add(attempt);
  }

  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    const { id, host } = delivery;
    try {
      const { rsa } = await this.#parts.keys(delivery.actorId);
      const answer = await knock(this.#parts.fetcher, {
        inbox: delivery.inbox,
        body: delivery.body,
        key: rsa,
        signatures: delivery.signatures,
        timeoutMs: this.#options.timeoutMs,
        signal: this.#abort.signal,
      });
      await this.#return(delivery);
      const verdict = this.#judge(answer, delivery);
      if (verdict.kind === "failed") {
        this.#parts.log.warn("{activity} will not reach {host}: {error}", {
          activity: delivery.activityUri,
          host,
          error: verdict.error,
        });
      }
      const learnt = answer.signatures === delivery.signatures ? undefined : answer.signatures;
      await this.#settler.settle(delivery, verdict, learnt);
    } catch (error) {
      await this.#return(delivery);
      if (this.#abort.signal.aborted) return this.#settler.release(delivery);
      this.#parts.log.error("Delivery {id} to {host} cannot be tried: {error}", { id, host, error });
      const why = { kind: "none", error: error instanceof Error ? error.message : String(error) } as const;
      await this.#settler.settle(delivery, this.#judge(why, delivery), undefined);
    }
  }

  #judge(answer: Answer, { attempt }: ClaimedDelivery): Verdict {
    return judge(answer, attempt, this.#options, new Date(), Math.random());
  }
}

import type { Logger } from "@logtape/logtape";
import type { Database } from "#store/database.ts";
import {
  type CircuitOptions,
  type ClaimedDelivery,
  hostAnswered,
  hostFailed,
  hostRefused,
  rememberSignatures,
  settleDeliveries,
  type Settlement,
} from "#store/delivery-queue.ts";
import type { Verdict } from "./judge.ts";
import type { Signatures } from "../signature/sign.ts";

/** How often it is written down at most that a healthy host answered. */
const ANSWERED_EVERY_MS = 5000;
const MAX_REMEMBERED_HOSTS = 10_000;
const RETRY_MS = 500;

/** Writes down what became of deliveries: those that end while one batch is being written go with the next. */
export class Settler {
  readonly #db: Database;
  readonly #circuit: CircuitOptions;
  readonly #log: Logger;
  readonly #answeredAt = new Map<string, number>();
  #next: Settlement[] = [];
  #scheduled: Promise<void> | undefined;
  #before: Promise<void> = Promise.resolve();
  #givesUpSoon = false;

  constructor(db: Database, circuit: CircuitOptions, log: Logger) {
    this.#db = db;
    this.#circuit = circuit;
    this.#log = log;
  }

  /** From now on a database that is away is not waited for: the leases run out by themselves. */
  giveUpSoon(): void {
    this.#givesUpSoon = true;
  }

  /** @param learnt the kind of signatures that the host turned out to take */
  async settle(
    { id, host }: ClaimedDelivery,
    verdict: Verdict,
    learnt: Signatures | undefined,
  ): Promise<void> {
    if (verdict.kind === "delivered") await this.#write({ id, host, became: "delivered" });
    else if (verdict.kind === "failed") {
      await this.#write({ id, host, became: "failed", error: verdict.error });
    } else {
      const { error, inMs, ill } = verdict;
      await this.#write({ id, host, became: "waiting", error, retryInMs: inMs, ill });
    }
    await this.#persist(async () => {
      if (learnt !== undefined) await rememberSignatures(this.#db, host, learnt);
      if (verdict.kind !== "delivered" && verdict.ill) {
        this.#answeredAt.delete(host);
        await hostFailed(this.#db, host, verdict.error, this.#circuit);
      } else if (verdict.kind !== "retry") await this.#answered(host);
      if (verdict.kind === "failed" && !verdict.ill) await hostRefused(this.#db, host, verdict.error);
    });
  }

  /** Gives a delivery back that was not tried to the end. */
  release({ id, host }: ClaimedDelivery): Promise<void> {
    return this.#write({ id, host, became: "released" });
  }

  async #answered(host: string): Promise<void> {
    const now = performance.now();
    if (now - (this.#answeredAt.get(host) ?? Number.NEGATIVE_INFINITY) < ANSWERED_EVERY_MS) return;
    if (this.#answeredAt.size >= MAX_REMEMBERED_HOSTS) this.#answeredAt.clear();
    this.#answeredAt.set(host, now);
    await hostAnswered(this.#db, host);
  }

  #write(settlement: Settlement): Promise<void> {
    this.#next.push(settlement);
    this.#scheduled ??= this.#afterTheLast();
    return this.#scheduled;
  }

  async #afterTheLast(): Promise<void> {
    await this.#before;
    const batch = this.#next;
    this.#next = [];
    this.#scheduled = undefined;
    this.#before = this.#persist(() => settleDeliveries(this.#db, batch));
    await this.#before;
  }

  /** Tries until the database is there. What cannot be written is tried again by another process: it loses nothing. */
  async #persist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await write();
        return;
      } catch (error) {
        this.#log.warn("What became of deliveries cannot be written down: {error}", { error });
        if (this.#givesUpSoon) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

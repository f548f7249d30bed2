import type postgres from "postgres";
import { finish, type Lease } from "./lease.ts";
import type { Outage } from "./outage.ts";

/** Acknowledges in batches: what is done while one batch is on its way goes with the next. */
export class Finisher {
  readonly #sql: postgres.Sql;
  readonly #outage: Outage;
  #next: Lease[] = [];
  #sent: Promise<void> = Promise.resolve();
  #scheduled: Promise<void> | undefined;

  constructor(sql: postgres.Sql, outage: Outage) {
    this.#sql = sql;
    this.#outage = outage;
  }

  /** Resolves when the message is gone; rejects only when the database stays away until the consumer gives up. */
  finish(lease: Lease): Promise<void> {
    this.#next.push(lease);
    this.#scheduled ??= this.#afterTheLast();
    return this.#scheduled;
  }

  async #afterTheLast(): Promise<void> {
    const before = this.#sent;
    // Whatever became of the last batch: this one is another.
    await before.catch(() => {});
    await new Promise(setImmediate);
    const batch = this.#next;
    this.#next = [];
    this.#sent = this.#outage.persist(() => finish(this.#sql, batch));
    this.#scheduled = undefined;
    await this.#sent;
  }
}

import type { Logger } from "@logtape/logtape";
import type postgres from "postgres";
import type { Handle } from "./consume.ts";
import { Bell } from "./bell.ts";
import { claim, START } from "./claim.ts";
import { CHANNEL } from "./enqueue.ts";
import { Finisher } from "./finisher.ts";
import {
  type Ack,
  acknowledge,
  fail,
  type Lease,
  type QueueMessage,
  reclaim,
  release,
  renew,
} from "./lease.ts";
import { Line } from "./line.ts";
import { Outage, reason } from "./outage.ts";

const POLL_MS = 1000;
const ERROR_LENGTH = 2000;

export interface WorkerOptions {
  readonly queue: string;
  readonly handle: Handle;
  readonly concurrency: number;
  readonly batch: number;
  readonly leaseMs: number;
  readonly maxAttempts: number;
  readonly backoff: (attempt: number) => number;
  readonly failedLeavesOrder: boolean;
  readonly log: Logger | undefined;
}

/** One consumer at work: see `consume`. */
export class Worker {
  readonly #sql: postgres.Sql;
  readonly #options: WorkerOptions;
  readonly #outage: Outage;
  readonly #finisher: Finisher;
  readonly #line: Line;
  readonly #bell = new Bell();
  /** Handlers at work. */
  #running = 0;
  /** Messages started and not yet acknowledged, or recorded as failed. */
  readonly #unfinished = new Set<Promise<void>>();
  /** Aborted when the patience of `stop` is over: no more tries. */
  readonly #givingUp = new AbortController();
  #stopping = false;
  #stopped: Promise<void> | undefined;
  /** When there may be something to claim, on the clock of `performance.now()`. */
  #claimAt = 0;
  #notBefore = 0;
  #cursor = START;
  #reclaimAt = 0;
  #renewing = false;
  readonly #renewTimer: NodeJS.Timeout;
  readonly #listening: Promise<(() => Promise<void>) | undefined>;
  readonly #claiming: Promise<void>;

  constructor(sql: postgres.Sql, options: WorkerOptions) {
    this.#sql = sql;
    this.#options = options;
    this.#outage = new Outage(options.queue, this.#givingUp.signal, options.log);
    this.#finisher = new Finisher(sql, this.#outage);
    this.#line = new Line(options.leaseMs);
    this.#renewTimer = setInterval(() => void this.#renew(), options.leaseMs / 3);
    this.#listening = this.#listen();
    this.#claiming = this.#claimUntilStopped();
  }

  stop(patienceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(patienceMs);
    return this.#stopped;
  }

  async #stop(patienceMs: number): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([patience, this.#windUp()]);
    clearTimeout(timer);
    clearInterval(this.#renewTimer);
    this.#givingUp.abort();
  }

  async #windUp(): Promise<void> {
    await this.#claiming;
    await this.#giveBack(this.#line.takeWaiting());
    await Promise.all(this.#unfinished);
    const unlisten = await this.#listening;
    await unlisten?.().catch(() => {});
  }

  /** The driver listens again by itself after the connection was lost, ever more slowly; meanwhile we poll. */
  async #listen(): Promise<(() => Promise<void>) | undefined> {
    try {
      const onNotice = (queue: string): void => {
        if (queue === this.#options.queue) this.#wake();
      };
      const listening = await this.#sql.listen(CHANNEL, onNotice, () => this.#wake());
      return () => listening.unlisten();
    } catch {
      return undefined;
    }
  }

  #wake(): void {
    this.#claimAt = 0;
    this.#bell.ring();
  }

  async #claimUntilStopped(): Promise<void> {
    while (!this.#stopping) {
      const now = performance.now();
      const room = this.#options.batch - this.#line.held;
      if (room <= 0 || this.#running >= this.#options.concurrency) {
        // Whatever finishes rings.
        await this.#bell.wait(POLL_MS);
      } else if (now >= this.#reclaimAt) {
        await this.#outage.persist(() => this.#reclaim()).catch(() => {});
      } else if (now >= Math.max(this.#claimAt, this.#notBefore)) {
        await this.#outage.persist(() => this.#claim(room)).catch(() => {});
      } else {
        await this.#bell.wait(Math.min(this.#reclaimAt, Math.max(this.#claimAt, this.#notBefore)) - now);
      }
      this.#startWaiting();
    }
  }

  async #claim(limit: number): Promise<void> {
    const { queue, batch, leaseMs } = this.#options;
    const began = performance.now();
    // Set before, not after: a notice that comes meanwhile sets it back.
    this.#claimAt = Number.POSITIVE_INFINITY;
    const run = Math.ceil(batch / 4);
    const claimed = await claim(this.#sql, { queue, limit, run, leaseMs, cursor: this.#cursor }).catch(
      (error: unknown) => {
        this.#claimAt = 0;
        throw error;
      },
    );
    this.#cursor = claimed.cursor;
    const ended = performance.now();
    this.#line.add(claimed.leases, began);
    this.#claimAt = Math.min(
      this.#claimAt,
      claimed.more ? ended : ended + Math.min(POLL_MS, claimed.nextMs ?? POLL_MS),
    );
    // A search that passed over many blocked messages in vain is not repeated at once.
    if (claimed.leases.length === 0) this.#notBefore = ended + Math.min(POLL_MS, ended - began);
  }

  async #reclaim(): Promise<void> {
    const { queue, leaseMs, maxAttempts } = this.#options;
    const began = performance.now();
    // First, so that after an outage we do not take our own messages from our own handlers.
    if (this.#line.held > 0) await this.#prolong();
    const taken = await reclaim(this.#sql, { queue, leaseMs, maxAttempts });
    if (taken === undefined) {
      this.#reclaimAt = performance.now() + POLL_MS;
      // Also the slow poll, for notices that were lost with the connection.
      this.#claimAt = 0;
      return;
    }
    if (taken.lease !== undefined) this.#line.add([taken.lease], began);
    else
      this.#options.log?.error("Queue {queue}: a message was given up: its worker died {attempts} times", {
        queue,
        attempts: maxAttempts,
      });
  }

  #startWaiting(): void {
    while (!this.#stopping && this.#running < this.#options.concurrency) {
      const lease = this.#line.start();
      if (lease === undefined) return;
      const run = this.#run(lease).finally(() => {
        this.#unfinished.delete(run);
        this.#bell.ring();
      });
      this.#unfinished.add(run);
    }
  }

  /** Never rejects. */
  async #run(lease: Lease): Promise<void> {
    let acknowledged = false;
    this.#running++;
    const failure = await this.#handle(lease.message, async (tx) => {
      await acknowledge(tx, lease);
      acknowledged = true;
    });
    this.#running--;
    // The acknowledgement is on its way: the next handler need not wait for it.
    this.#startWaiting();
    if (failure !== undefined) {
      await this.#failed(lease, failure.error).catch(() => {});
      return;
    }
    // Rejected only when we give up: then the lease runs out, and the message is handled once more.
    if (!acknowledged) await this.#finisher.finish(lease).catch(() => {});
    this.#line.finished(lease);
    this.#startWaiting();
    // The next one of the key may have waited in the table, or is another one that the dead worker had.
    if (lease.message.orderingKey !== undefined) {
      this.#claimAt = 0;
      if (lease.reclaimed) this.#reclaimAt = 0;
    }
  }

  async #handle(message: QueueMessage, ack: Ack): Promise<{ error: unknown } | undefined> {
    try {
      await this.#options.handle(message, ack);
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  async #failed(lease: Lease, error: unknown): Promise<void> {
    const { queue, maxAttempts, backoff, failedLeavesOrder: leavesOrder, log } = this.#options;
    const { id, attempt, orderingKey } = lease.message;
    const last = attempt >= maxAttempts;
    const context = { queue, id, attempt, reason: reason(error) };
    if (last)
      log?.error("Queue {queue}: message {id} is given up after {attempt} attempts: {reason}", context);
    else log?.warn("Queue {queue}: attempt {attempt} at message {id} failed: {reason}", context);
    // Later ones of the key must wait until this one is done, unless it leaves them.
    const behind = orderingKey === undefined || leavesOrder ? [] : this.#line.takeWaiting(orderingKey);
    const text = reason(error).toWellFormed().replaceAll("\0", "\uFFFD").slice(0, ERROR_LENGTH);
    const retryInMs = last ? undefined : backoff(attempt);
    await this.#outage.persist(() => fail(this.#sql, lease, { error: text, retryInMs, leavesOrder }));
    await this.#giveBack(behind);
    this.#line.finished(lease);
    this.#claimAt = 0;
  }

  async #giveBack(leases: readonly Lease[]): Promise<void> {
    if (leases.length === 0) return;
    await this.#outage.persist(() => release(this.#sql, leases, this.#options.queue)).catch(() => {});
  }

  async #renew(): Promise<void> {
    if (this.#renewing || this.#line.held === 0) return;
    this.#renewing = true;
    await this.#outage.persist(() => this.#prolong()).catch(() => {});
    this.#renewing = false;
  }

  async #prolong(): Promise<void> {
    const began = performance.now();
    this.#line.renewed(await renew(this.#sql, this.#line.leases, this.#options.leaseMs), began);
  }
}

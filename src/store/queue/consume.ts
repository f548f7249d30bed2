import type { Logger } from "@logtape/logtape";
import type { OpenDatabase } from "../database.ts";
import { exponentialBackoff } from "./backoff.ts";
import type { Ack, QueueMessage } from "./lease.ts";
import { Worker } from "./worker.ts";

/**
 * Does what the message asks for. Returning means done, throwing means try again later.
 *
 * A message may come twice when a worker dies after its handler was done; only what is written together with `ack` in
 * one transaction happens once.
 */
export type Handle = (message: QueueMessage, ack: Ack) => Promise<void>;

export interface ConsumeOptions {
  readonly queue: string;
  readonly handle: Handle;
  /** Handlers running at the same time; 8 by default. */
  readonly concurrency?: number | undefined;
  /**
   * Messages leased at the same time, running or next in line; twice `concurrency` by default. More makes quick work
   * quicker; for slow work take `concurrency`, so that nothing waits here while another process is idle.
   */
  readonly batch?: number | undefined;
  /** After how long another worker takes over from one that died; leases of running handlers are renewed. 10 s by default. */
  readonly leaseMs?: number | undefined;
  /** Failures, and deaths of the worker in the middle, before a message is given up; 10 by default. */
  readonly maxAttempts?: number | undefined;
  /** Milliseconds to wait after the failed attempt of that number (from 1); by default about 1 s, doubling up to an hour. */
  readonly backoff?: ((attempt: number) => number) | undefined;
  /** Whether those behind a message in its ordering key go on while it waits for another attempt; they wait, too, by default. */
  readonly failedLeavesOrder?: boolean | undefined;
  readonly log?: Logger | undefined;
}

export interface Consumer {
  /**
   * Claims nothing more, gives back what was not started and waits for running handlers, `patienceMs` (8 s by default) at
   * most. A handler that is still running then keeps its lease until that runs out. Never throws.
   */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Handles the messages of one queue until it is stopped. Any number of consumers in any number of processes share a queue.
 *
 * Each message is handled by one consumer at a time; messages of one ordering key one after another, in the order of their
 * ids. While the database is away it keeps trying, and goes on when it is back.
 */
export function consume(open: OpenDatabase, options: ConsumeOptions): Consumer {
  const { concurrency = 8 } = options;
  const worker = new Worker(open.sql, {
    queue: options.queue,
    handle: options.handle,
    concurrency,
    batch: Math.max(concurrency, options.batch ?? concurrency * 2),
    leaseMs: options.leaseMs ?? 10_000,
    maxAttempts: options.maxAttempts ?? 10,
    backoff: options.backoff ?? exponentialBackoff(1000, 3_600_000),
    failedLeavesOrder: options.failedLeavesOrder ?? false,
    log: options.log,
  });
  return { stop: (patienceMs = 8000) => worker.stop(patienceMs) };
}

import { sql } from "drizzle-orm";
import type { Database, Transaction } from "../database.ts";

/** How full a queue is. */
export interface QueueDepth {
  readonly queue: string;
  /** May be handled now; includes those that wait for an earlier message of their ordering key. */
  readonly waiting: number;
  /** May be handled later: enqueued with a delay, or backing off after a failure. */
  readonly delayed: number;
  /** Leased to a worker, whether started or not. */
  readonly running: number;
  /** Given up; see `retryFailed`. */
  readonly failed: number;
  /** For how many milliseconds the message that waits longest could have been handled; 0 where none waits. */
  readonly oldestMs: number;
}

/** The depth of every queue that holds something, by name. Reads indexes only. */
export async function queueDepth(db: Database | Transaction): Promise<QueueDepth[]> {
  const rows = await db.execute<QueueDepth & Record<string, unknown>>(sql`
    select queue,
      sum(waiting)::float8 as "waiting",
      sum(delayed)::float8 as "delayed",
      sum(running)::float8 as "running",
      sum(failed)::float8 as "failed",
      coalesce(extract(epoch from now() - min(oldest)) * 1000, 0)::float8 as "oldestMs"
    from (
      select queue, count(*) filter (where ready_at <= now()) as waiting,
        count(*) filter (where ready_at > now()) as delayed, 0 as running, 0 as failed,
        min(ready_at) filter (where ready_at <= now()) as oldest
      from queue_messages where locked_until is null and failed_at is null and ordering_key is null group by queue
      union all
      select queue, count(*) filter (where ready_at <= now()), count(*) filter (where ready_at > now()), 0, 0,
        min(ready_at) filter (where ready_at <= now())
      from queue_messages where locked_until is null and failed_at is null and ordering_key is not null group by queue
      union all
      select queue, 0, 0, count(*), 0, null from queue_messages where locked_until is not null group by queue
      union all
      select queue, 0, 0, 0, count(*), null from queue_messages where failed_at is not null group by queue
    ) as parts
    group by queue order by queue
  `);
  return [...rows];
}

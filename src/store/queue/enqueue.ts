import { sql } from "drizzle-orm";
import type { Database, Transaction } from "../database.ts";

/** The channel on which consumers hear of new messages; what is said there is the name of the queue. */
export const CHANNEL = "consilium_queue";

export interface NewMessage {
  readonly queue: string;
  /** Anything that JSON can hold. */
  readonly payload: unknown;
  /** Messages of one key in one queue are handled one after another, in the order in which they were enqueued. */
  readonly orderingKey?: string | undefined;
  /** Not handled sooner than that many milliseconds from now; at once by default. */
  readonly delayMs?: number | undefined;
}

/**
 * Puts messages into their queues, all or none, and wakes idle consumers. In a transaction both happen at its commit.
 */
export async function enqueue(db: Database | Transaction, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  // The payload goes in as a string inside JSON, so that nothing but the column's own type reads it.
  const rows = JSON.stringify(
    messages.map(({ queue, payload, orderingKey, delayMs = 0 }) => ({
      queue,
      payload: JSON.stringify(payload),
      ordering_key: orderingKey,
      delay_ms: delayMs,
    })),
  );
  await db.execute(sql`
    with added as (
      insert into queue_messages (queue, payload, ordering_key, ready_at)
      select queue, payload::json, ordering_key, now() + delay_ms * interval '1 millisecond'
      from json_to_recordset(${rows}::text::json)
        as m (queue text, payload text, ordering_key text, delay_ms double precision)
      returning queue
    )
    select pg_notify(${CHANNEL}, queue) from (select distinct queue from added) as queues
  `);
}

import { sql } from "drizzle-orm";
import type { Database, Transaction } from "../database.ts";
import { CHANNEL } from "./enqueue.ts";

/**
 * Gives the failed messages of a queue all their attempts again, from now on.
 *
 * @returns how many there were
 */
export async function retryFailed(db: Database | Transaction, queue: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    with retried as (
      update queue_messages set failed_at = null, attempts = 0, ready_at = now()
      where queue = ${queue} and failed_at is not null
      returning id
    )
    select count(*)::int as count, pg_notify(${CHANNEL}, ${queue}) from retried
  `);
  return row?.count ?? 0;
}

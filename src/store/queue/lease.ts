import { and, eq } from "drizzle-orm";
import type postgres from "postgres";
import type { Transaction } from "../database.ts";
import { queueMessages } from "../schema/index.ts";

/** A message as its handler sees it. */
export interface QueueMessage {
  readonly id: number;
  readonly payload: unknown;
  readonly orderingKey: string | undefined;
  /** 1 the first time. */
  readonly attempt: number;
}

/** The right to handle a message for a time. */
export interface Lease {
  readonly message: QueueMessage;
  readonly token: string;
  /** Taken over from a worker that died. */
  readonly reclaimed: boolean;
}

/**
 * Acknowledges the message inside the handler's own transaction: what the handler wrote and the acknowledgement are kept
 * together or not at all, so the effect happens exactly once.
 *
 * @throws LeaseLost where the message is somebody else's by now; let it roll the transaction back
 */
export type Ack = (tx: Transaction) => Promise<void>;

/** The lease ran out before the acknowledgement, and another worker has taken the message or finished it. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

export async function acknowledge(tx: Transaction, { message, token }: Lease): Promise<void> {
  const done = await tx
    .delete(queueMessages)
    .where(and(eq(queueMessages.id, message.id), eq(queueMessages.lease, token)))
    .returning({ id: queueMessages.id });
  if (done.length === 0) {
    throw new LeaseLost(`The lease on message ${message.id} ran out: this transaction must not be kept.`);
  }
}

/** A leased row as the queries return it. */
export interface LeasedRow {
  readonly id: number;
  readonly payload: string;
  readonly ordering_key: string | null;
  readonly attempts: number;
  readonly lease: string;
}

export const toLease = (row: LeasedRow, reclaimed: boolean): Lease => ({
  message: {
    id: row.id,
    payload: JSON.parse(row.payload),
    orderingKey: row.ordering_key ?? undefined,
    attempt: row.attempts + 1,
  },
  token: row.lease,
  reclaimed,
});

/**
 * Takes over one message whose lease ran out, which counts as a failed attempt.
 *
 * One at a time: a message that kills its worker would otherwise take those that were leased together with it along,
 * time after time, until all are given up.
 *
 * @returns undefined where there is none; a message that had its last attempt is marked as failed and not returned
 */
export async function reclaim(
  sql: postgres.Sql,
  { queue, leaseMs, maxAttempts }: { queue: string; leaseMs: number; maxAttempts: number },
): Promise<{ lease: Lease | undefined } | undefined> {
  const [row] = await sql<(LeasedRow & { readonly failed: boolean })[]>`
    update queue_messages m
    set attempts = attempts + 1, last_error = 'The worker stopped, or lost the database, before it was done.',
      failed_at = case when attempts + 1 >= ${maxAttempts} then now() end,
      lease = case when attempts + 1 < ${maxAttempts} then gen_random_uuid() end,
      locked_until = case when attempts + 1 < ${maxAttempts}
        then now() + ${leaseMs}::float8 * interval '1 millisecond' end
    where m.id = (
      select e.id from queue_messages e
      where e.queue = ${queue} and e.locked_until < now() and (e.ordering_key is null or e.id = (
        select h.id from queue_messages h
        where h.queue = e.queue and h.failed_at is null and h.ordering_key is not null
          and (h.ordering_key, h.id) >= (e.ordering_key, 0)
        order by h.ordering_key, h.id limit 1
      ))
      order by e.locked_until limit 1
      for update of e skip locked
    )
    returning m.id::float8 as id, m.payload::text as payload, m.ordering_key, m.attempts, m.lease,
      m.failed_at is not null as failed
  `;
  return row && { lease: row.failed ? undefined : toLease(row, true) };
}

const keys = (leases: readonly Lease[]): string =>
  JSON.stringify(leases.map(({ message, token }) => ({ id: message.id, lease: token })));

/** Deletes messages that were handled. Those whose lease was lost stay. */
export async function finish(sql: postgres.Sql, leases: readonly Lease[]): Promise<void> {
  await sql`
    delete from queue_messages m using json_to_recordset(${keys(leases)}::text::json) as k (id bigint, lease uuid)
    where m.id = k.id and m.lease = k.lease
  `;
}

/** Gives leases back, as if they had never been taken. */
export async function release(sql: postgres.Sql, leases: readonly Lease[], queue: string): Promise<void> {
  await sql`
    update queue_messages m set lease = null, locked_until = null
    from json_to_recordset(${keys(leases)}::text::json) as k (id bigint, lease uuid)
    where m.queue = ${queue} and m.id = k.id and m.lease = k.lease
  `;
}

/**
 * Prolongs leases. Passes over messages that their handler is acknowledging at this moment, instead of waiting for its
 * transaction.
 *
 * @returns the tokens of the prolonged ones
 */
export async function renew(sql: postgres.Sql, leases: readonly Lease[], leaseMs: number): Promise<string[]> {
  const rows = await sql<{ lease: string }[]>`
    with mine as (
      select m.id from queue_messages m
      join json_to_recordset(${keys(leases)}::text::json) as k (id bigint, lease uuid)
        on m.id = k.id and m.lease = k.lease
      for update of m skip locked
    )
    update queue_messages m set locked_until = now() + ${leaseMs}::float8 * interval '1 millisecond'
    where m.id in (select id from mine)
    returning m.lease
  `;
  return rows.map(({ lease }) => lease);
}

/**
 * Records a failed attempt: the message waits for `retryInMs`, or is given up where that is undefined. Where it
 * `leavesOrder`, those behind it in its ordering key go on meanwhile.
 */
export async function fail(
  sql: postgres.Sql,
  { message, token }: Lease,
  { error, retryInMs, leavesOrder }: { error: string; retryInMs: number | undefined; leavesOrder: boolean },
): Promise<void> {
  await sql`
    update queue_messages
    set attempts = attempts + 1, last_error = ${error}, lease = null, locked_until = null,
      ordering_key = case when not ${leavesOrder} then ordering_key end,
      ready_at = now() + ${retryInMs ?? 0}::float8 * interval '1 millisecond',
      failed_at = case when ${retryInMs === undefined} then now() end
    where id = ${message.id} and lease = ${token}
  `;
}

import type postgres from "postgres";
import { type Lease, type LeasedRow, toLease } from "./lease.ts";

/** Where the next claim goes on with its walk through the ordering keys. */
export interface Cursor {
  readonly key: string;
  readonly id: string;
}

/** Before the first key. */
export const START: Cursor = { key: "", id: "0" };
const after = (key: string): Cursor => ({ key, id: "9223372036854775807" });

export interface Claimed {
  /** In order of id. */
  readonly leases: Lease[];
  /** Whether there may be more to claim at once. */
  readonly more: boolean;
  /** Milliseconds until the next delayed message of this queue is ready; undefined where none is. */
  readonly nextMs: number | undefined;
  readonly cursor: Cursor;
}

export interface ClaimOptions {
  readonly queue: string;
  readonly limit: number;
  /** Messages of one ordering key at most, so that a busy key leaves room for the others. */
  readonly run: number;
  readonly leaseMs: number;
  readonly cursor: Cursor;
}

/** Keys looked at in one claim at most, which bounds its time when very many keys are busy or back off. */
const WALK = 1000;

interface Summary {
  readonly locked: number;
  readonly last_key: string | null;
  readonly next_ms: number | null;
}

/**
 * Leases messages that are ready, those that became ready first before the others.
 *
 * Messages without an ordering key come from the index of what is ready. The others are found by walking from key to key, not
 * from message to message, since a key's backlog may be long: of each key whose earliest unfinished message is free it takes
 * the first few. A message is leased only together with all that come before it in its key: one that another worker claims at
 * this moment is skipped although it is unfinished, and then the message's place (counted over all unfinished ones) is no longer
 * its place among those that we got.
 *
 * The walk compares (key, id) pairs, which only the index of that order can answer: with `ordering_key = …` the planner may read
 * through all ids where its statistics are old. The database need not write the leases to disk at once: should it lose some in
 * a crash, the messages are still there.
 */
export async function claim(
  sql: postgres.Sql,
  { queue, limit, run, leaseMs, cursor }: ClaimOptions,
): Promise<Claimed> {
  const rows = await sql<((LeasedRow | { readonly id: null }) & Summary)[]>`
    with recursive walk (ordering_key, id, free, step, found) as (
      (
        select ordering_key, id, free, 1, free::int from (
          select ordering_key, id, locked_until is null and ready_at <= now() as free
          from queue_messages
          where queue = ${queue} and failed_at is null and ordering_key is not null
            and (ordering_key, id) > (${cursor.key}, ${cursor.id}::bigint)
            and exists (
              select from queue_messages
              where queue = ${queue} and locked_until is null and failed_at is null and ordering_key is not null
                and ready_at <= now()
            )
          order by ordering_key, id limit 1
        ) as head
      )
      union all
      select head.ordering_key, head.id, head.free, step + 1, found + head.free::int
      from walk cross join lateral (
        select ordering_key, id, locked_until is null and ready_at <= now() as free
        from queue_messages
        where queue = ${queue} and failed_at is null and ordering_key is not null
          and (ordering_key, id) > (walk.ordering_key, 9223372036854775807)
        order by ordering_key, id limit 1
      ) as head
      where step < ${WALK} and found < ${limit}
    ), placed as materialized (
      select behind.id, walk.ordering_key, behind.place
      from walk cross join lateral (
        select id, ordering_key, row_number() over (order by id) as place
        from (
          select id, ordering_key from queue_messages
          where queue = ${queue} and failed_at is null and ordering_key is not null
            and (ordering_key, id) >= (walk.ordering_key, walk.id)
          order by ordering_key, id limit ${run}
        ) as first_few
        where first_few.ordering_key = walk.ordering_key
      ) as behind
      where walk.free
      order by behind.place, walk.step
      limit ${limit}
    ), keyed as materialized (
      select m.id, m.ready_at, placed.ordering_key, placed.place
      from placed join queue_messages m on m.id = placed.id
      where m.locked_until is null and m.failed_at is null and m.ready_at <= now()
      for update of m skip locked
    ), keyless as materialized (
      select id, ready_at from queue_messages
      where queue = ${queue} and locked_until is null and failed_at is null and ordering_key is null
        and ready_at <= now()
      order by ready_at, id limit ${limit}
      for update skip locked
    ), chosen as (
      select id from (
        select id, ready_at as since, true as next from keyless
        union all
        select id, max(ready_at) over earlier, place = row_number() over earlier from keyed
        window earlier as (partition by ordering_key order by id)
      ) as candidates
      where next
      order by since, id limit ${limit}
    ), leased as (
      update queue_messages m
      set lease = gen_random_uuid(), locked_until = now() + ${leaseMs}::float8 * interval '1 millisecond'
      where m.id in (select id from chosen)
      returning m.id, m.payload, m.ordering_key, m.attempts, m.lease
    )
    select leased.id::float8 as id, leased.payload::text as payload, leased.ordering_key, leased.attempts, leased.lease,
      (select count(*) from keyed)::int + (select count(*) from keyless)::int as locked,
      (select ordering_key from walk where step = ${WALK} or found = ${limit}) as last_key,
      extract(epoch from least(
        (
          select min(ready_at) from queue_messages
          where queue = ${queue} and locked_until is null and failed_at is null and ordering_key is null
            and ready_at > now()
        ),
        (
          select min(ready_at) from queue_messages
          where queue = ${queue} and locked_until is null and failed_at is null and ordering_key is not null
            and ready_at > now()
        )
      ) - now())::float8 * 1000 as next_ms
    from (select set_config('synchronous_commit', 'off', true)) as unhurried left join leased on true
    order by leased.id
  `;
  const leases = rows.flatMap((row) => (row.id === null ? [] : [toLease(row, false)]));
  const {
    locked,
    last_key: lastKey,
    next_ms: nextMs,
  } = rows[0] ?? { locked: 0, last_key: null, next_ms: null };
  return {
    leases,
    more: locked >= limit || locked > leases.length || lastKey !== null || cursor.id !== START.id,
    nextMs: nextMs ?? undefined,
    cursor: lastKey === null ? START : after(lastKey),
  };
}

import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { type ActorId, newId, type PeerId } from "#domain/ids.ts";
import type { Trust } from "#domain/peer.ts";
import type { Database, Transaction } from "./database.ts";
import { deliveries, outgoingActivities, peers } from "./schema/index.ts";

/** The channel on which deliverers hear of new work. */
export const DELIVERIES_CHANNEL = "consilium_deliveries";

export type NewOutgoingActivity = Omit<typeof outgoingActivities.$inferInsert, "id">;

/** Where something is delivered. */
export interface Destination {
  readonly inbox: string;
  /** `URL.host` of the inbox. */
  readonly host: string;
}

/**
 * Keeps an activity as it is sent, and what goes to which inbox; wakes the deliverers at the commit. An activity that
 * is recorded again is delivered again: somebody asked anew for the same answer. After a Delete nothing else about its
 * object is sent.
 */
export async function recordOutgoing(
  tx: Transaction,
  activity: NewOutgoingActivity,
  destinations: readonly Destination[],
  now: Date,
): Promise<void> {
  const [row] = await tx
    .insert(outgoingActivities)
    .values(activity)
    .onConflictDoUpdate({ target: outgoingActivities.uri, set: { uri: activity.uri } })
    .returning({ id: outgoingActivities.id });
  if (row === undefined) throw new Error(`The activity ${activity.uri} was stored and is not there`);
  if (activity.type === "Delete") await forgetSent(tx, [activity.objectUri]);
  if (activity.type === "Undo") await hideActivity(tx, activity.uri.replace(/#undo$/u, ""));
  if (destinations.length === 0) return;
  const hosts = [...new Set(destinations.map(({ host }) => host))];
  await tx
    .insert(peers)
    .values(hosts.map((host) => ({ id: newId<PeerId>(), host, trust: "unknown" as const, firstSeenAt: now })))
    .onConflictDoNothing();
  await tx.execute(sql`
    insert into deliveries (activity_id, inbox, host, next_attempt_at)
    select ${row.id}, d.inbox, d.host, greatest(now(), p.paused_until + interval '1 minute')
    from json_to_recordset(${JSON.stringify(destinations)}::text::json) as d (inbox text, host text)
    join peers p on p.host = d.host
    on conflict (activity_id, inbox) do update
    set state = 'waiting', attempts = 0, next_attempt_at = excluded.next_attempt_at, delivered_at = null
    where deliveries.state <> 'waiting'
  `);
  await tx.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
}

/** Whether an activity of this id was recorded. */
export async function isOutgoing(db: Database | Transaction, uri: string): Promise<boolean> {
  return (await db.$count(outgoingActivities, eq(outgoingActivities.uri, uri))) > 0;
}

/** Takes what is about a removed object out of the outbox collections; it still goes where it was going. */
export async function hideActivities(tx: Transaction, objectUri: string): Promise<void> {
  await tx
    .update(outgoingActivities)
    .set({ isPublic: false })
    .where(eq(outgoingActivities.objectUri, objectUri));
}

/**
 * Empties what was sent about these objects and sends no more of it, but for their Deletes: the ledger goes on saying who
 * got it, and nothing of what it said.
 */
export async function forgetSent(tx: Transaction, objectUris: readonly string[]): Promise<void> {
  if (objectUris.length === 0) return;
  const emptied = await tx
    .update(outgoingActivities)
    .set({ body: "", isPublic: false })
    .where(and(inArray(outgoingActivities.objectUri, [...objectUris]), ne(outgoingActivities.type, "Delete")))
    .returning({ id: outgoingActivities.id });
  if (emptied.length === 0) return;
  await tx
    .update(deliveries)
    .set({ state: "failed", lastError: "It was withdrawn before it could be delivered." })
    .where(
      and(
        eq(deliveries.state, "waiting"),
        inArray(
          deliveries.activityId,
          emptied.map(({ id }) => id),
        ),
      ),
    );
}

/** Takes one activity out of the outbox collection. */
async function hideActivity(tx: Transaction, uri: string): Promise<void> {
  await tx.update(outgoingActivities).set({ isPublic: false }).where(eq(outgoingActivities.uri, uri));
}

/** A place that an object was sent to, and what this institution thinks of it now. */
export interface Holder extends Destination {
  readonly trust: Trust;
}

/** Every inbox that activities about this object went to, but those that refused them for good. */
export const listHolders = async (db: Database | Transaction, objectUri: string): Promise<Holder[]> => [
  ...(await db.execute<Holder & Record<string, unknown>>(sql`
    select distinct d.inbox, d.host, p.trust
    from outgoing_activities a
    join deliveries d on d.activity_id = a.id
    join peers p on p.host = d.host
    where a.object_uri = ${objectUri} and a.type in ('Create', 'Announce') and d.state <> 'failed'
  `)),
];

/** How deliveries to a host stand. */
export interface HostHealth {
  readonly host: string;
  readonly trust: Trust;
  /** Not delivered and not given up. */
  readonly waiting: number;
  /** How long ago the oldest of these was written; null where none waits. */
  readonly oldestMs: number | null;
  /** Failures since the last delivery that arrived. */
  readonly failures: number;
  /** Of the one that waits longest, or else of the host. */
  readonly lastError: string | null;
  readonly pausedUntil: Date | null;
  /** When the next of these is tried; null where none waits. */
  readonly nextTryAt: Date | null;
  readonly lastDeliveredAt: Date | null;
}

/** Every host that something waits for or that failed last, those with the most trouble first. */
export async function deliveryHealth(db: Database, now: Date): Promise<HostHealth[]> {
  const rows = await db.execute<
    {
      host: string;
      trust: Trust;
      waiting: number;
      oldest_ms: number | null;
      failures: number;
      last_error: string | null;
      paused_until: string | null;
      next_try_at: string | null;
      last_delivered_at: string | null;
    } & Record<string, unknown>
  >(sql`
    select p.host, p.trust, coalesce(w.waiting, 0)::int as waiting,
      (extract(epoch from ${now.toISOString()}::timestamptz - w.oldest) * 1000)::float8 as oldest_ms,
      p.failures, coalesce(w.last_error, p.last_error) as last_error, p.paused_until, w.next_try_at,
      p.last_delivered_at
    from peers p
    left join (
      select d.host, count(*) as waiting, min(a.published_at) as oldest, min(d.next_attempt_at) as next_try_at,
        (array_agg(d.last_error order by d.id) filter (where d.last_error is not null))[1] as last_error
      from deliveries d join outgoing_activities a on a.id = d.activity_id
      where d.state = 'waiting' group by d.host
    ) w on w.host = p.host
    where w.waiting > 0 or p.failures > 0
    order by p.failures desc, w.waiting desc nulls last, p.host
  `);
  const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
  return rows.map((row) => ({
    host: row.host,
    trust: row.trust,
    waiting: row.waiting,
    oldestMs: row.oldest_ms,
    failures: row.failures,
    lastError: row.last_error,
    pausedUntil: date(row.paused_until),
    nextTryAt: date(row.next_try_at),
    lastDeliveredAt: date(row.last_delivered_at),
  }));
}

/** A page of an actor's public activities, latest first, as they were sent. */
export async function listPublicActivities(
  db: Database,
  actorId: ActorId,
  before: number | undefined,
  limit: number,
): Promise<{ readonly id: number; readonly body: string }[]> {
  const rows = await db.execute<{ id: number; body: string } & Record<string, unknown>>(sql`
    select id::float8 as id, body from outgoing_activities
    where actor_id = ${actorId} and is_public ${before === undefined ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}
  `);
  return [...rows];
}

/** How many public activities an actor has sent. */
export async function countPublicActivities(db: Database, actorId: ActorId): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from outgoing_activities where actor_id = ${actorId} and is_public`,
  );
  return row?.count ?? 0;
}

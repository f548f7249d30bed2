import { sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { DELIVERIES_CHANNEL, type Destination } from "./deliveries.ts";

/** A delivery that is this process's to try. */
export interface ClaimedDelivery extends Destination {
  readonly id: number;
  /** In whose name it is signed. */
  readonly actorId: ActorId;
  readonly activityUri: string;
  readonly body: string;
  /** 1 the first time. */
  readonly attempt: number;
  readonly signatures: "rfc9421" | "cavage";
}

export interface ClaimOptions {
  readonly limit: number;
  /** Of one host at most, so that a slow one takes up a few places only. */
  readonly perHost: number;
  /** How many deliveries to each host this process has under way. */
  readonly underWay: ReadonlyMap<string, number>;
  /** After how long another process takes over, should this one die. */
  readonly leaseMs: number;
}

/**
 * Takes deliveries that are due, those that have waited longest first.
 *
 * @returns with the milliseconds until the next one is due; undefined where none waits
 */
export async function claimDeliveries(
  db: Database,
  { limit, perHost, underWay, leaseMs }: ClaimOptions,
): Promise<{ readonly claimed: ClaimedDelivery[]; readonly nextMs: number | undefined }> {
  const full = [...underWay].filter(([, count]) => count >= perHost).map(([host]) => host);
  const busy = sql`(select json_array_elements_text(${JSON.stringify(full)}::text::json))`;
  const places = JSON.stringify(Object.fromEntries(underWay));
  const rows = await db.execute<
    {
      id: number;
      inbox: string;
      host: string;
      actor_id: ActorId;
      activity_uri: string;
      body: string;
      attempt: number;
      signatures: "rfc9421" | "cavage";
    } & Record<string, unknown>
  >(sql`
    with due as materialized (
      select id, host, next_attempt_at from deliveries
      where state = 'waiting' and next_attempt_at <= now() and host not in ${busy}
      order by next_attempt_at, id limit ${limit * 4}
      for update skip locked
    ), chosen as (
      select id from (
        select id, next_attempt_at, row_number() over (partition by host order by next_attempt_at, id)
          + coalesce((${places}::text::json ->> host)::int, 0) as place
        from due
      ) as placed
      where place <= ${perHost} order by next_attempt_at, id limit ${limit}
    ), leased as (
      update deliveries
      set attempts = attempts + 1, next_attempt_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
      where id in (select id from chosen)
      returning id, activity_id, inbox, host, attempts
    )
    select l.id::float8 as id, l.inbox, l.host, a.actor_id, a.uri as activity_uri, a.body, l.attempts as attempt,
      coalesce(p.signatures, 'rfc9421') as signatures
    from leased l
    join outgoing_activities a on a.id = l.activity_id
    left join peers p on p.host = l.host
    order by l.id
  `);
  const [next] = await db.execute<{ ms: number | null }>(sql`
    select (extract(epoch from min(next_attempt_at) - now()) * 1000)::float8 as ms
    from deliveries where state = 'waiting' and host not in ${busy}
  `);
  return {
    claimed: rows.map((row) => ({
      id: row.id,
      inbox: row.inbox,
      host: row.host,
      actorId: row.actor_id,
      activityUri: row.activity_uri,
      body: row.body,
      attempt: row.attempt,
      signatures: row.signatures,
    })),
    nextMs: next?.ms ?? undefined,
  };
}

/** Says that this process still works on deliveries that it claimed, so that no other takes them over. */
export async function renewDeliveries(db: Database, ids: readonly number[], leaseMs: number): Promise<void> {
  await db.execute(sql`
    update deliveries set next_attempt_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
    where state = 'waiting'
      and id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json)::bigint)
  `);
}

/** What became of one attempt. */
export type Settlement =
  | { readonly id: number; readonly host: string; readonly became: "delivered" }
  | { readonly id: number; readonly host: string; readonly became: "failed"; readonly error: string }
  /** To be tried again; `ill` where the host itself seems to be down. */
  | {
      readonly id: number;
      readonly host: string;
      readonly became: "waiting";
      readonly error: string;
      readonly retryInMs: number;
      readonly ill: boolean;
    }
  /** Not tried to the end: somebody takes it up at once. */
  | { readonly id: number; readonly host: string; readonly became: "released" };

/**
 * Writes down what became of attempts, all in one statement. To be called before `hostFailed`, which decides when
 * everything for the host is tried again.
 */
export async function settleDeliveries(db: Database, settlements: readonly Settlement[]): Promise<void> {
  const rows = settlements.map((one) => ({
    id: one.id,
    state: one.became === "released" ? "waiting" : one.became,
    error: "error" in one ? one.error : null,
    wait: one.became === "waiting" ? one.retryInMs : 0,
    given: one.became === "released" ? 1 : 0,
  }));
  await db.execute(sql`
    update deliveries d
    set state = s.state, last_error = coalesce(s.error, d.last_error),
      attempts = d.attempts - s.given,
      -- What was under way when its host was paused must not come back before the probe.
      next_attempt_at = greatest(
        now() + s.wait * interval '1 millisecond',
        (select p.paused_until + interval '1 minute' from peers p where p.host = d.host and p.paused_until > now())
      ),
      delivered_at = case when s.state = 'delivered' then now() end
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as s (id bigint, state text, error text, wait float8, given int)
    where d.id = s.id and d.state = 'waiting'
  `);
}

/**
 * Notes that a host answered. Where it was thought to be down, everything that waits for it goes out now.
 */
export async function hostAnswered(db: Database, host: string): Promise<void> {
  // A busy host's row is written every few seconds only: deliveries side by side would queue for it.
  const [row] = await db.execute<{ was_paused: boolean }>(sql`
    update peers p set failures = 0, paused_until = null, last_delivered_at = now()
    from (select id, paused_until from peers where host = ${host}) as before
    where p.id = before.id and (p.failures > 0 or p.paused_until is not null
      or p.last_delivered_at is null or p.last_delivered_at < now() - interval '10 seconds')
    returning before.paused_until is not null as was_paused
  `);
  if (row?.was_paused !== true) return;
  await db.execute(sql`
    update deliveries set next_attempt_at = now()
    where host = ${host} and state = 'waiting' and next_attempt_at > now()
  `);
  await db.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
}

/**
 * Notes that these hosts sent us something. One that is left alone because it was down gets its probe now: who speaks is
 * likely to listen. Once a minute at most, for a host may speak and not listen.
 */
export async function hostsHeard(db: Database, hosts: readonly string[]): Promise<void> {
  const probed = await db.execute(sql`
    with heard as (
      update peers set paused_until = now()
      where host in (select json_array_elements_text(${JSON.stringify(hosts)}::text::json))
        and paused_until > now() and last_failed_at < now() - interval '1 minute'
      returning host
    ), probe as (
      select min(id) as id from deliveries
      where state = 'waiting' and host in (select host from heard) group by host
    )
    update deliveries set next_attempt_at = now() where id in (select id from probe) returning 1
  `);
  if (probed.length > 0) await db.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
}

/** Notes that a host, which is well, will not take something that we sent: whoever looks after this instance wants to know why. */
export async function hostRefused(db: Database, host: string, error: string): Promise<void> {
  // As above: once in a while says it as well.
  await db.execute(sql`
    update peers set last_failed_at = now(), last_error = ${error}
    where host = ${host} and (last_failed_at is null or last_failed_at < now() - interval '10 seconds')
  `);
}

export interface CircuitOptions {
  /** From that many failures in a row the host is left alone for a while. */
  readonly failures: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** What has waited for longer than this when the host is still down is given up. */
  readonly giveUpMs: number;
}

/**
 * Notes that a host did not answer, or not as a healthy one does. After some failures in a row it is paused, each
 * time for twice as long: everything for it waits, but one delivery that probes it when the pause ends.
 */
export async function hostFailed(
  db: Database,
  host: string,
  error: string,
  options: CircuitOptions,
): Promise<void> {
  // What fails during a pause was under way when it began and says nothing new.
  const [row] = await db.execute<{ failures: number }>(sql`
    update peers set failures = failures + 1, last_failed_at = now(), last_error = ${error}
    where host = ${host} and (paused_until is null or paused_until <= now())
    returning failures
  `);
  if (row === undefined || row.failures < options.failures) return;
  const pauseMs = Math.min(
    options.longestPauseMs,
    options.firstPauseMs * 2 ** (row.failures - options.failures),
  );
  await pauseHost(db, host, pauseMs * (0.75 + Math.random() / 2), options.giveUpMs);
}

async function pauseHost(db: Database, host: string, pauseMs: number, giveUpMs: number): Promise<void> {
  await db.execute(sql`
    with paused as (
      update peers set paused_until = now() + ${pauseMs}::float8 * interval '1 millisecond'
      where host = ${host} returning paused_until
    ), given_up as (
      update deliveries d set state = 'failed', last_error = 'The host has been down for too long.'
      from outgoing_activities a
      where a.id = d.activity_id and d.host = ${host} and d.state = 'waiting'
        and a.published_at < now() - ${giveUpMs}::float8 * interval '1 millisecond'
      returning d.id
    ), probe as (
      select id from deliveries
      where host = ${host} and state = 'waiting' and id not in (select id from given_up)
      order by id limit 1
    )
    update deliveries d
    set next_attempt_at = paused.paused_until
      + case when d.id in (select id from probe) then interval '0' else interval '1 minute' end
    from paused
    where d.host = ${host} and d.state = 'waiting' and d.id not in (select id from given_up)
  `);
}

/** Remembers that a host takes signatures of the older draft only, or takes those of the RFC again. */
export async function rememberSignatures(
  db: Database,
  host: string,
  signatures: "rfc9421" | "cavage",
): Promise<void> {
  await db.execute(sql`update peers set signatures = ${signatures} where host = ${host}`);
}

import { and, eq, sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, awaitedStreams, follows, peers } from "./schema/index.ts";

/** Tries until an institution is taken to have no such stream: with the waits below, about three weeks. */
const MAX_TRIES = 100;

/** A stream that is due to be asked, and who waits for it. */
export interface AwaitedStream {
  readonly specialty: string;
  readonly host: string;
  readonly followers: readonly { readonly actorId: ActorId; readonly uri: string }[];
}

/** Remembers that somebody wants to follow a specialty at these hosts, too. */
export async function awaitStreams(
  db: Database,
  followerId: ActorId,
  specialty: string,
  hosts: readonly string[],
  nextAt: Date,
): Promise<void> {
  if (hosts.length === 0) return;
  await db
    .insert(awaitedStreams)
    .values(hosts.map((host) => ({ followerId, specialty, host, nextAt })))
    .onConflictDoUpdate({
      target: [awaitedStreams.followerId, awaitedStreams.specialty, awaitedStreams.host],
      set: { tries: 0, nextAt },
    });
}

/** Remembers, for everybody here who follows a stream of this institution, that they want the same of this host. */
export async function awaitStreamsOf(tx: Transaction, host: string, now: Date): Promise<void> {
  await tx.execute(sql`
    insert into ${awaitedStreams} (follower_id, specialty, host, next_at)
    select ${follows.followerId}, stream.username, ${host}, ${now.toISOString()}::timestamptz
    from ${follows}
    join ${actors} stream on stream.id = ${follows.followeeId} and stream.local and stream.type = 'Group'
    join ${actors} follower on follower.id = ${follows.followerId} and follower.local
    on conflict (follower_id, specialty, host) do update set tries = 0, next_at = excluded.next_at`);
}

/**
 * Takes what is due, at most so many streams, and sets when each is due again should this try fail: after one minute,
 * two, four, up to six hours. What nobody wants any more is forgotten, and so is what is wanted of a host that is not
 * trusted any more or was asked too often.
 */
export async function takeAwaited(db: Database, now: Date, limit: number): Promise<AwaitedStream[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await db.execute(sql`
    delete from ${awaitedStreams} where ${awaitedStreams.tries} >= ${MAX_TRIES}
      or not exists (select 1 from ${peers} where ${peers.host} = ${awaitedStreams.host} and ${peers.trust} = 'trusted')
      or not exists (
        select 1 from ${follows} join ${actors} stream on stream.id = ${follows.followeeId}
        where ${follows.followerId} = ${awaitedStreams.followerId} and stream.local and stream.type = 'Group'
          and stream.username = ${awaitedStreams.specialty})`);
  const rows = await db.execute<{ specialty: string; host: string; id: ActorId; uri: string }>(sql`
    with due as (
      select distinct specialty, host from ${awaitedStreams} where ${awaitedStreams.nextAt} <= ${at} limit ${limit}
    )
    update ${awaitedStreams} as awaited
    set tries = tries + 1, next_at = ${at} + least(power(2, least(tries, 9)), 360) * interval '1 minute'
    from due, ${actors} follower
    where awaited.specialty = due.specialty and awaited.host = due.host and awaited.next_at <= ${at}
      and follower.id = awaited.follower_id
    returning awaited.specialty, awaited.host, follower.id, follower.uri`);
  const streams = new Map<string, AwaitedStream>();
  for (const { specialty, host, id, uri } of rows) {
    const followers = streams.get(`${specialty}@${host}`)?.followers ?? [];
    streams.set(`${specialty}@${host}`, { specialty, host, followers: [...followers, { actorId: id, uri }] });
  }
  return [...streams.values()];
}

/** Forgets a stream that somebody who waited for it follows now. */
export async function forgetFollowed(
  db: Database,
  followerId: ActorId,
  { specialty, host }: AwaitedStream,
): Promise<void> {
  await db
    .delete(awaitedStreams)
    .where(
      and(
        eq(awaitedStreams.followerId, followerId),
        eq(awaitedStreams.specialty, specialty),
        eq(awaitedStreams.host, host),
      ),
    );
}

import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Trust } from "#domain/peer.ts";
import { actorSummary, type ActorSummary } from "./actor-summary.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, follows, peers } from "./schema/index.ts";

export type FollowRow = typeof follows.$inferSelect;

/** Records a follow; false where there is one already, which is not changed. */
export async function insertFollow(tx: Transaction, row: FollowRow): Promise<boolean> {
  const inserted = await tx.insert(follows).values(row).onConflictDoNothing().returning({ uri: follows.uri });
  return inserted.length > 0;
}

/** Takes a follow away and returns it. */
export async function deleteFollow(
  tx: Transaction,
  followerId: ActorId,
  followeeId: ActorId,
): Promise<FollowRow | undefined> {
  const [row] = await tx
    .delete(follows)
    .where(and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId)))
    .returning();
  return row;
}

/** Marks a follow as accepted by the followee; false where there was none. */
export async function acceptFollow(
  tx: Transaction,
  followerId: ActorId,
  followeeId: ActorId,
): Promise<boolean> {
  const rows = await tx
    .update(follows)
    .set({ state: "accepted" })
    .where(and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId)))
    .returning({ uri: follows.uri });
  return rows.length > 0;
}

/** Whom this persona follows or has asked to follow. */
export const listFollowees = (
  db: Database,
  followerId: ActorId,
): Promise<{ followeeId: ActorId; state: FollowRow["state"] }[]> =>
  db
    .select({ followeeId: follows.followeeId, state: follows.state })
    .from(follows)
    .where(eq(follows.followerId, followerId));

/** The follow of one actor by another, pending or accepted. */
export async function findFollow(
  db: Database | Transaction,
  followerId: ActorId,
  followeeId: ActorId,
): Promise<FollowRow | undefined> {
  const [row] = await db
    .select()
    .from(follows)
    .where(and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId)));
  return row;
}

/** An inbox of remote followers, the shared one where there is one, and the trust in their institution. */
export interface FollowerInbox {
  readonly inbox: string;
  readonly trust: Trust;
}

/** Where the remote actors are that follow any of these actors and were accepted. */
export const listFollowerInboxes = async (
  db: Database | Transaction,
  followees: readonly ActorId[],
): Promise<FollowerInbox[]> =>
  followees.length === 0
    ? []
    : db
        .selectDistinct({
          inbox: sql<string>`coalesce(${actors.sharedInbox}, ${actors.inbox})`,
          trust: sql<Trust>`coalesce(${peers.trust}, 'unknown')`,
        })
        .from(follows)
        .innerJoin(actors, eq(actors.id, follows.followerId))
        .leftJoin(peers, eq(peers.host, actors.host))
        .where(
          and(
            inArray(follows.followeeId, [...followees]),
            eq(follows.state, "accepted"),
            eq(actors.local, false),
          ),
        );

/** Whom a page shows as followed, and whether they have accepted. */
export type FollowedActor = ActorSummary & { readonly state: FollowRow["state"] };

/** Whom this persona follows or has asked to follow, by name. */
export const listFollowedActors = (db: Database, followerId: ActorId): Promise<FollowedActor[]> =>
  db
    .select({ ...actorSummary, state: follows.state })
    .from(follows)
    .innerJoin(actors, eq(actors.id, follows.followeeId))
    .where(eq(follows.followerId, followerId))
    .orderBy(asc(actors.name), asc(actors.host));

/** How this persona stands to an actor: "accepted", "pending", or `undefined` where it does not follow. */
export async function followState(
  db: Database,
  followerId: ActorId,
  followeeId: ActorId,
): Promise<FollowRow["state"] | undefined> {
  const [row] = await db
    .select({ state: follows.state })
    .from(follows)
    .where(and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId)));
  return row?.state;
}

/** The follow that was recorded under this id of its Follow activity. */
export async function findFollowByUri(db: Database, uri: string): Promise<FollowRow | undefined> {
  const [row] = await db.select().from(follows).where(eq(follows.uri, uri));
  return row;
}

/** Of each of these actors, in their order, whether somebody here follows it or has asked to. */
export async function haveLocalFollowers(db: Database, followeeIds: readonly ActorId[]): Promise<boolean[]> {
  const rows = await db.execute<{ id: ActorId }>(sql`
    select id from (select json_array_elements_text(${JSON.stringify(followeeIds)}::text::json)::uuid as id) as asked
    where exists (
      select from ${follows} f join ${actors} a on a.id = f.follower_id and a.local where f.followee_id = asked.id
    )`);
  const followed = new Set(rows.map(({ id }) => id));
  return followeeIds.map((id) => followed.has(id));
}

/** Whether somebody here follows this actor and was accepted. */
export async function hasAcceptedFollower(db: Database, followeeId: ActorId): Promise<boolean> {
  const rows = await db
    .select({ uri: follows.uri })
    .from(follows)
    .innerJoin(actors, and(eq(actors.id, follows.followerId), eq(actors.local, true)))
    .where(and(eq(follows.followeeId, followeeId), eq(follows.state, "accepted")))
    .limit(1);
  return rows.length > 0;
}

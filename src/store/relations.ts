import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { type Cursor, latestFirst, orderOf, type Window, within } from "./page.ts";
import { accountNotes, actors, blocks, domainBlocks, followOptions, follows, mutes } from "./schema/index.ts";

/** How a persona stands to somebody. */
export interface Relationship {
  readonly id: ActorId;
  readonly following: "pending" | "accepted" | null;
  readonly followedBy: boolean;
  readonly boosts: boolean;
  readonly notify: boolean;
  readonly blocking: boolean;
  readonly blockedBy: boolean;
  readonly muting: boolean;
  readonly mutingNotifications: boolean;
  readonly muteExpiresAt: Date | null;
  readonly domainBlocking: boolean;
  readonly note: string;
}

/** One query for all of them; ids of nobody are left out. */
export async function loadRelationships(
  db: Database,
  me: ActorId,
  ids: readonly ActorId[],
): Promise<Relationship[]> {
  if (ids.length === 0) return [];
  const of = (
    table: typeof mutes | typeof blocks | typeof followOptions | typeof accountNotes,
  ): SQL | undefined => and(eq(table.ownerId, me), eq(table.targetId, actors.id));
  const rows = await db
    .select({
      id: actors.id,
      following: follows.state,
      followedBy: sql<boolean>`exists (select from ${follows} f where f.follower_id = ${actors.id} and f.followee_id = ${me} and f.state = 'accepted')`,
      boosts: sql<boolean>`coalesce(${followOptions.boosts}, true)`,
      notify: sql<boolean>`coalesce(${followOptions.notify}, false)`,
      blocking: sql<boolean>`${blocks.ownerId} is not null`,
      blockedBy: sql<boolean>`exists (select from ${blocks} b where b.owner_id = ${actors.id} and b.target_id = ${me})`,
      muting: sql<boolean>`${mutes.ownerId} is not null`,
      mutingNotifications: sql<boolean>`coalesce(${mutes.notifications}, false)`,
      muteExpiresAt: mutes.expiresAt,
      domainBlocking: sql<boolean>`exists (select from ${domainBlocks} d where d.owner_id = ${me} and d.host = ${actors.host})`,
      note: sql<string>`coalesce(${accountNotes.note}, '')`,
    })
    .from(actors)
    .leftJoin(follows, and(eq(follows.followerId, me), eq(follows.followeeId, actors.id)))
    .leftJoin(followOptions, of(followOptions))
    .leftJoin(blocks, of(blocks))
    .leftJoin(mutes, and(of(mutes), sql`(${mutes.expiresAt} is null or ${mutes.expiresAt} > now())`))
    .leftJoin(accountNotes, of(accountNotes))
    .where(inArray(actors.id, [...ids]));
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => rowOf.get(id) ?? []);
}

export async function upsertMute(db: Database, row: typeof mutes.$inferInsert): Promise<void> {
  const { notifications, expiresAt } = row;
  await db
    .insert(mutes)
    .values(row)
    .onConflictDoUpdate({
      target: [mutes.ownerId, mutes.targetId],
      set: { notifications, expiresAt: expiresAt ?? null },
    });
}

export async function deleteMute(db: Database, ownerId: ActorId, targetId: ActorId): Promise<void> {
  await db.delete(mutes).where(and(eq(mutes.ownerId, ownerId), eq(mutes.targetId, targetId)));
}

export async function insertBlock(tx: Transaction, row: typeof blocks.$inferInsert): Promise<void> {
  await tx.insert(blocks).values(row).onConflictDoNothing();
}

export async function deleteBlock(db: Database, ownerId: ActorId, targetId: ActorId): Promise<void> {
  await db.delete(blocks).where(and(eq(blocks.ownerId, ownerId), eq(blocks.targetId, targetId)));
}

/** Whether one of the two blocks the other. */
export async function isBlocked(db: Database | Transaction, one: ActorId, other: ActorId): Promise<boolean> {
  const rows = await db
    .select({ ownerId: blocks.ownerId })
    .from(blocks)
    .where(
      sql`(${blocks.ownerId} = ${one} and ${blocks.targetId} = ${other}) or (${blocks.ownerId} = ${other} and ${blocks.targetId} = ${one})`,
    )
    .limit(1);
  return rows.length > 0;
}

export async function upsertNote(db: Database, row: typeof accountNotes.$inferInsert): Promise<void> {
  await db
    .insert(accountNotes)
    .values(row)
    .onConflictDoUpdate({ target: [accountNotes.ownerId, accountNotes.targetId], set: { note: row.note } });
}

export async function upsertFollowOptions(
  db: Database,
  row: typeof followOptions.$inferInsert,
): Promise<void> {
  const { boosts, notify } = row;
  await db
    .insert(followOptions)
    .values(row)
    .onConflictDoUpdate({ target: [followOptions.ownerId, followOptions.targetId], set: { boosts, notify } });
}

export async function insertDomainBlock(db: Database, row: typeof domainBlocks.$inferInsert): Promise<void> {
  await db.insert(domainBlocks).values(row).onConflictDoNothing();
}

export async function deleteDomainBlock(db: Database, ownerId: ActorId, host: string): Promise<void> {
  await db.delete(domainBlocks).where(and(eq(domainBlocks.ownerId, ownerId), eq(domainBlocks.host, host)));
}

export async function listDomainBlocks(db: Database, ownerId: ActorId): Promise<string[]> {
  const rows = await db
    .select({ host: domainBlocks.host })
    .from(domainBlocks)
    .where(eq(domainBlocks.ownerId, ownerId))
    .orderBy(domainBlocks.host);
  return rows.map(({ host }) => host);
}

/** Somebody in a list of people, and the place in it: the time of what put them there. */
export interface ListedActor extends Cursor {
  readonly id: ActorId;
}

export type PeopleList = "followers" | "following" | "mutes" | "blocks";

/** People who stand in a relation to an actor, the latest first. */
export async function listPeople(
  db: Database,
  of: ActorId,
  list: PeopleList,
  window: Window,
): Promise<ListedActor[]> {
  const { table, id, owner } = PEOPLE[list];
  const rows = await db
    .select({ id, publishedAt: table.createdAt })
    .from(table)
    .where(
      and(
        eq(owner, of),
        table === follows ? eq(follows.state, "accepted") : undefined,
        within(window, table.createdAt, id),
      ),
    )
    .orderBy(...orderOf(window, table.createdAt, id))
    .limit(window.limit);
  return latestFirst(window, rows);
}

const PEOPLE = {
  followers: { table: follows, id: follows.followerId, owner: follows.followeeId },
  following: { table: follows, id: follows.followeeId, owner: follows.followerId },
  mutes: { table: mutes, id: mutes.targetId, owner: mutes.ownerId },
  blocks: { table: blocks, id: blocks.targetId, owner: blocks.ownerId },
} as const;

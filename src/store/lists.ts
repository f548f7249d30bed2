import { and, asc, desc, eq, gt, inArray, lt } from "drizzle-orm";
import type { ActorId, ListId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { listMembers, lists } from "./schema/index.ts";

export type ListRow = typeof lists.$inferSelect;

export const listLists = (db: Database, ownerId: ActorId): Promise<ListRow[]> =>
  db.select().from(lists).where(eq(lists.ownerId, ownerId)).orderBy(asc(lists.id));

/** The lists of a persona that somebody is on. */
export async function listListsWith(db: Database, ownerId: ActorId, actorId: ActorId): Promise<ListRow[]> {
  const rows = await db
    .select({ list: lists })
    .from(lists)
    .innerJoin(listMembers, eq(listMembers.listId, lists.id))
    .where(and(eq(lists.ownerId, ownerId), eq(listMembers.actorId, actorId)))
    .orderBy(asc(lists.id));
  return rows.map(({ list }) => list);
}

export async function findList(db: Database, ownerId: ActorId, id: ListId): Promise<ListRow | undefined> {
  const [row] = await db
    .select()
    .from(lists)
    .where(and(eq(lists.id, id), eq(lists.ownerId, ownerId)));
  return row;
}

/** Writes a list, new or changed. */
export async function upsertList(db: Database, row: ListRow): Promise<void> {
  const { title, repliesPolicy, exclusive } = row;
  await db
    .insert(lists)
    .values(row)
    .onConflictDoUpdate({ target: lists.id, set: { title, repliesPolicy, exclusive } });
}

export async function deleteList(db: Database, ownerId: ActorId, id: ListId): Promise<void> {
  await db.delete(lists).where(and(eq(lists.id, id), eq(lists.ownerId, ownerId)));
}

/** Which of those on a list are wanted: by id, backwards, as far as the limit goes. */
export interface MemberPage {
  /** Absent: all. */
  readonly limit?: number | undefined;
  readonly before?: ActorId | undefined;
  readonly after?: ActorId | undefined;
  /** Whether the first after `after` are wanted, or the last. */
  readonly from: "latest" | "oldest";
}

/** Who is on a list. */
export async function listMemberIds(
  db: Database,
  id: ListId,
  { limit = 1_000_000, before, after, from }: MemberPage = { from: "latest" },
): Promise<ActorId[]> {
  const rows = await db
    .select({ actorId: listMembers.actorId })
    .from(listMembers)
    .where(
      and(
        eq(listMembers.listId, id),
        before && lt(listMembers.actorId, before),
        after && gt(listMembers.actorId, after),
      ),
    )
    .orderBy(from === "latest" ? desc(listMembers.actorId) : asc(listMembers.actorId))
    .limit(limit);
  const ids = rows.map(({ actorId }) => actorId);
  return from === "latest" ? ids : ids.toReversed();
}

export async function insertMembers(
  tx: Transaction | Database,
  listId: ListId,
  actorIds: readonly ActorId[],
): Promise<void> {
  if (actorIds.length === 0) return;
  await tx
    .insert(listMembers)
    .values(actorIds.map((actorId) => ({ listId, actorId })))
    .onConflictDoNothing();
}

export async function deleteMembers(
  db: Database,
  listId: ListId,
  actorIds: readonly ActorId[],
): Promise<void> {
  if (actorIds.length === 0) return;
  await db
    .delete(listMembers)
    .where(and(eq(listMembers.listId, listId), inArray(listMembers.actorId, [...actorIds])));
}

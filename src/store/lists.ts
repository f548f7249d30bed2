import { and, asc, eq, gt, inArray } from "drizzle-orm";
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

/** Who is on a list, by id; at most `limit` after `after`, all where there is no limit. */
export async function listMemberIds(
  db: Database,
  id: ListId,
  options: { readonly limit?: number; readonly after?: ActorId | undefined } = {},
): Promise<ActorId[]> {
  const { limit = 1_000_000, after } = options;
  const rows = await db
    .select({ actorId: listMembers.actorId })
    .from(listMembers)
    .where(and(eq(listMembers.listId, id), after && gt(listMembers.actorId, after)))
    .orderBy(asc(listMembers.actorId))
    .limit(limit);
  return rows.map(({ actorId }) => actorId);
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

import { and, eq, gt, inArray, isNull, or } from "drizzle-orm";
import type { FilterKeyword } from "#domain/filter.ts";
import type { ActorId, FilterId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { filterKeywords, filters, filterStatuses } from "./schema/index.ts";

export type FilterRow = typeof filters.$inferSelect;

/** A filter with everything that it catches. */
export interface Filter extends FilterRow {
  readonly keywords: readonly FilterKeyword[];
  readonly statuses: readonly { readonly id: string; readonly statusId: string }[];
}

/** The filters of a persona, also those that have run out. */
export async function listFilters(db: Database, ownerId: ActorId, now?: Date): Promise<Filter[]> {
  const alive = now && or(isNull(filters.expiresAt), gt(filters.expiresAt, now));
  const [rows, keywords, statuses] = await Promise.all([
    db
      .select()
      .from(filters)
      .where(and(eq(filters.ownerId, ownerId), alive))
      .orderBy(filters.id),
    db
      .select({
        filterId: filterKeywords.filterId,
        id: filterKeywords.id,
        keyword: filterKeywords.keyword,
        wholeWord: filterKeywords.wholeWord,
      })
      .from(filterKeywords)
      .innerJoin(filters, eq(filters.id, filterKeywords.filterId))
      .where(eq(filters.ownerId, ownerId))
      .orderBy(filterKeywords.id),
    db
      .select({ filterId: filterStatuses.filterId, id: filterStatuses.id, statusId: filterStatuses.statusId })
      .from(filterStatuses)
      .innerJoin(filters, eq(filters.id, filterStatuses.filterId))
      .where(eq(filters.ownerId, ownerId))
      .orderBy(filterStatuses.id),
  ]);
  const keywordsOf = Map.groupBy(keywords, ({ filterId }) => filterId);
  const statusesOf = Map.groupBy(statuses, ({ filterId }) => filterId);
  return rows.map((row) => ({
    ...row,
    keywords: keywordsOf.get(row.id) ?? [],
    statuses: statusesOf.get(row.id) ?? [],
  }));
}

export async function findFilter(db: Database, ownerId: ActorId, id: FilterId): Promise<Filter | undefined> {
  return (await listFilters(db, ownerId)).find((filter) => filter.id === id);
}

export async function countFilters(db: Database, ownerId: ActorId): Promise<number> {
  return db.$count(filters, eq(filters.ownerId, ownerId));
}

/** Writes a filter, new or changed, without what it catches. */
export async function upsertFilter(tx: Transaction, row: FilterRow): Promise<void> {
  const { id: _id, ownerId: _owner, ...changes } = row;
  await tx.insert(filters).values(row).onConflictDoUpdate({ target: filters.id, set: changes });
}

export async function deleteFilter(db: Database, ownerId: ActorId, id: FilterId): Promise<void> {
  await db.delete(filters).where(and(eq(filters.id, id), eq(filters.ownerId, ownerId)));
}

export async function upsertKeyword(tx: Transaction, row: typeof filterKeywords.$inferInsert): Promise<void> {
  const { keyword, wholeWord } = row;
  await tx
    .insert(filterKeywords)
    .values(row)
    .onConflictDoUpdate({ target: filterKeywords.id, set: { keyword, wholeWord } });
}

export async function deleteKeywords(tx: Transaction | Database, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(filterKeywords).where(inArray(filterKeywords.id, [...ids]));
}

export async function insertFilterStatus(
  db: Database,
  row: typeof filterStatuses.$inferInsert,
): Promise<void> {
  await db.insert(filterStatuses).values(row);
}

export async function deleteFilterStatus(db: Database, id: string): Promise<void> {
  await db.delete(filterStatuses).where(eq(filterStatuses.id, id));
}

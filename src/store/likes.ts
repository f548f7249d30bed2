import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { ActorId, CaseId } from "#domain/ids.ts";
import type { Likeable } from "#domain/likeable.ts";
import { actorSummary, type ActorSummary } from "./actor-summary.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, cases, comments, likes, opinions, posts } from "./schema/index.ts";

export type LikeRow = typeof likes.$inferSelect;

/** Records a like; false where this actor likes it already. */
export async function insertLike(tx: Transaction, row: LikeRow): Promise<boolean> {
  const inserted = await tx.insert(likes).values(row).onConflictDoNothing().returning({ uri: likes.uri });
  return inserted.length > 0;
}

/** Takes a like away and returns it. */
export async function deleteLike(
  tx: Transaction,
  actorId: ActorId,
  which: { readonly uri: string } | { readonly objectId: Likeable["id"] },
): Promise<LikeRow | undefined> {
  const [row] = await tx
    .delete(likes)
    .where(
      and(
        eq(likes.actorId, actorId),
        "uri" in which ? eq(likes.uri, which.uri) : eq(likes.objectId, which.objectId),
      ),
    )
    .returning();
  return row;
}

export async function findLike(
  db: Database | Transaction,
  actorId: ActorId,
  objectId: Likeable["id"],
): Promise<LikeRow | undefined> {
  const [row] = await db
    .select()
    .from(likes)
    .where(and(eq(likes.actorId, actorId), eq(likes.objectId, objectId)));
  return row;
}

/** How many like each of these; those that nobody likes are left out. */
export async function countLikes(
  db: Database,
  objectIds: readonly Likeable["id"][],
): Promise<ReadonlyMap<string, number>> {
  if (objectIds.length === 0) return new Map();
  const rows = await db
    .select({ objectId: likes.objectId, n: sql<number>`count(*)::int` })
    .from(likes)
    .where(inArray(likes.objectId, [...objectIds]))
    .groupBy(likes.objectId);
  return new Map(rows.map((row) => [row.objectId, row.n]));
}

/** Which of these an actor likes. */
export async function likedAmong(
  db: Database,
  actorId: ActorId,
  objectIds: readonly Likeable["id"][],
): Promise<ReadonlySet<string>> {
  if (objectIds.length === 0) return new Set();
  const rows = await db
    .select({ objectId: likes.objectId })
    .from(likes)
    .where(and(eq(likes.actorId, actorId), inArray(likes.objectId, [...objectIds])));
  return new Set(rows.map((row) => row.objectId));
}

/** Who likes something, the latest first. Call it only with what the reader may see. */
export const listLikers = async (
  db: Database,
  objectId: Likeable["id"],
  limit: number,
): Promise<ActorSummary[]> =>
  db
    .select(actorSummary)
    .from(likes)
    .innerJoin(actors, eq(actors.id, likes.actorId))
    .where(eq(likes.objectId, objectId))
    .orderBy(desc(likes.createdAt), desc(likes.uri))
    .limit(limit);

/** Something that can be liked, as far as liking it is concerned. */
export interface LikeTarget {
  readonly object: Likeable;
  readonly uri: string;
  readonly authorId: ActorId;
  /** The case that decides who may see it; null for a post, which decides itself. */
  readonly caseId: CaseId | null;
}

/** What has this ActivityPub id, whoever may see it: for internal use. */
export const findLikeTargetByUri = (
  db: Database | Transaction,
  uri: string,
): Promise<LikeTarget | undefined> => findTarget(db, sql`uri = ${uri}`);

/** The same by kind and id. */
export const findLikeTarget = async (
  db: Database | Transaction,
  { kind, id }: Likeable,
): Promise<LikeTarget | undefined> => {
  const found = await findTarget(db, sql`id = ${id}`);
  return found?.object.kind === kind ? found : undefined;
};

async function findTarget(
  db: Database | Transaction,
  condition: ReturnType<typeof sql>,
): Promise<LikeTarget | undefined> {
  const [row] = await db.execute<
    Likeable & { readonly uri: string; readonly author_id: ActorId; readonly case_id: CaseId | null }
  >(sql`
    select 'case' as kind, id, uri, author_id, id as case_id from ${cases} where ${condition}
    union all select 'opinion', id, uri, author_id, case_id from ${opinions} where ${condition}
    union all select 'comment', id, uri, author_id, case_id from ${comments} where ${condition}
    union all select 'post', id, uri, author_id, null from ${posts} where ${condition} and removed_at is null
    limit 1`);
  if (row === undefined) return undefined;
  const { uri, author_id: authorId, case_id: caseId, ...object } = row;
  return { object, uri, authorId, caseId };
}

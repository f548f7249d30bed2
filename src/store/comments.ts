import { and, asc, eq } from "drizzle-orm";
import type { ActorId, CaseId, CommentId } from "#domain/ids.ts";
import { actorSummary, type ActorSummary } from "./actor-summary.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, comments, likes } from "./schema/index.ts";

/** A reply without a differential, with who wrote it. */
export interface CommentView {
  readonly id: CommentId;
  readonly uri: string;
  readonly caseId: CaseId;
  readonly inReplyTo: string;
  /** HTML, sanitised. */
  readonly content: string;
  readonly publishedAt: Date;
  readonly local: boolean;
  readonly author: ActorSummary;
}

/** Stores a comment; false where one of that ActivityPub id is here already. */
export async function insertComment(tx: Transaction, row: typeof comments.$inferInsert): Promise<boolean> {
  const inserted = await tx.insert(comments).values(row).onConflictDoNothing().returning({ id: comments.id });
  return inserted.length > 0;
}

const columns = {
  id: comments.id,
  uri: comments.uri,
  caseId: comments.caseId,
  inReplyTo: comments.inReplyTo,
  content: comments.content,
  publishedAt: comments.publishedAt,
  local: comments.local,
  author: actorSummary,
};

/** All comments on a case, first written first. Call it only with a case that the viewer may see. */
export const listComments = (db: Database, caseId: CaseId): Promise<CommentView[]> =>
  db
    .select(columns)
    .from(comments)
    .innerJoin(actors, eq(actors.id, comments.authorId))
    .where(eq(comments.caseId, caseId))
    .orderBy(asc(comments.publishedAt), asc(comments.id));

/** One comment; whether the viewer may see it is decided by its case. */
export async function findComment(db: Database, id: CommentId): Promise<CommentView | undefined> {
  const [row] = await db
    .select(columns)
    .from(comments)
    .innerJoin(actors, eq(actors.id, comments.authorId))
    .where(eq(comments.id, id));
  return row;
}

/** Takes a remote author's own comment away; nothing happens where it is not here or somebody else's. */
export async function deleteComment(db: Database, authorId: ActorId, uri: string): Promise<void> {
  await db
    .delete(comments)
    .where(and(eq(comments.uri, uri), eq(comments.authorId, authorId), eq(comments.local, false)));
}

/** Takes a local author's own comment away, with its likes, and returns what is told of it; undefined where there is none. */
export async function deleteOwnComment(
  tx: Transaction,
  authorId: ActorId,
  id: CommentId,
): Promise<{ readonly uri: string; readonly caseId: CaseId; readonly authorId: ActorId } | undefined> {
  const [row] = await tx
    .delete(comments)
    .where(and(eq(comments.id, id), eq(comments.authorId, authorId), eq(comments.local, true)))
    .returning({ uri: comments.uri, caseId: comments.caseId, authorId: comments.authorId });
  if (row !== undefined) await tx.delete(likes).where(eq(likes.objectId, id));
  return row;
}

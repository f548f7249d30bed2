import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { type ActorId, type ImageId, newId, type PostId } from "#domain/ids.ts";
import type { PostAttachment, PostAudience, PostReader, PostText } from "#domain/post.ts";
import type { Database, Transaction } from "./database.ts";
import { seenBy } from "./post-access.ts";
import {
  actors,
  boosts,
  feedEntries,
  likes,
  notifications,
  postAttachments,
  postMentions,
  postRevisions,
  posts,
  postTags,
} from "./schema/index.ts";

export type PostRow = typeof posts.$inferSelect;

/** What hangs on a post beside its text. */
export interface PostLinks {
  /** Whom it is addressed to by name. */
  readonly mentions: readonly ActorId[];
  /** Without the #, in lower case. */
  readonly tags: readonly string[];
}

/**
 * Stores a post with its links and attachments.
 *
 * @returns the ids of its pictures, which are to be fetched; undefined where a post of that ActivityPub id is here, or
 *   was: nothing is changed then
 */
export async function insertPost(
  tx: Transaction,
  row: Omit<typeof posts.$inferInsert, "editedAt" | "removedAt">,
  links: PostLinks,
  attachments: readonly PostAttachment[],
): Promise<readonly ImageId[] | undefined> {
  const inserted = await tx.insert(posts).values(row).onConflictDoNothing().returning({ id: posts.id });
  if (inserted.length === 0) return undefined;
  await insertLinks(tx, row.id, links);
  return insertAttachments(tx, row.id, attachments);
}

/**
 * Gives a post another text and other links; what it said before is kept as a revision.
 *
 * @param attachments as they are now; undefined leaves them. Those that were there already keep their bytes
 * @returns the new pictures, which are to be fetched, and those whose bytes can go
 */
export async function changePost(
  tx: Transaction,
  before: PostRow,
  now: PostText & { readonly source: string | null; readonly editedAt: Date },
  links: PostLinks,
  attachments?: readonly PostAttachment[],
): Promise<{ readonly added: readonly ImageId[]; readonly dropped: readonly ImageId[] }> {
  const { id, content, summary, sensitive } = before;
  await tx
    .insert(postRevisions)
    .values({ postId: id, writtenAt: before.editedAt ?? before.publishedAt, content, summary, sensitive })
    .onConflictDoNothing();
  await tx.update(posts).set(now).where(eq(posts.id, id));
  await tx.delete(postTags).where(eq(postTags.postId, id));
  // Whoever could read it still can: they have read it.
  await insertLinks(tx, id, links);
  if (attachments === undefined) return { added: [], dropped: [] };
  const known = await tx.delete(postAttachments).where(eq(postAttachments.postId, id)).returning();
  const storedAt = new Map(known.filter((one) => one.stored).map((one) => [one.sourceUrl, one.id]));
  const added = await insertAttachments(tx, id, attachments, storedAt);
  const isKept = new Set(attachments.map((one) => one.sourceUrl));
  return { added, dropped: [...storedAt].filter(([url]) => !isKept.has(url)).map(([, stored]) => stored) };
}

async function insertLinks(tx: Transaction, postId: PostId, { mentions, tags }: PostLinks): Promise<void> {
  if (mentions.length > 0) {
    await tx
      .insert(postMentions)
      .values(mentions.map((actorId) => ({ postId, actorId })))
      .onConflictDoNothing();
  }
  if (tags.length > 0) {
    await tx
      .insert(postTags)
      .values(tags.map((tag) => ({ postId, tag })))
      .onConflictDoNothing();
  }
}

async function insertAttachments(
  tx: Transaction,
  postId: PostId,
  attachments: readonly PostAttachment[],
  storedAt: ReadonlyMap<string, ImageId> = new Map(),
): Promise<readonly ImageId[]> {
  if (attachments.length === 0) return [];
  const left = new Map(storedAt);
  const rows = attachments.map((attachment, position) => {
    const known = left.get(attachment.sourceUrl);
    left.delete(attachment.sourceUrl);
    return { ...attachment, id: known ?? newId<ImageId>(), postId, position, stored: known !== undefined };
  });
  await tx.insert(postAttachments).values(rows);
  return rows.filter((row) => row.kind === "image" && !row.stored).map((row) => row.id);
}

/**
 * Empties a post and takes it out of every list; the row stays, so that the same post does not come again.
 *
 * @returns the pictures whose bytes can go; undefined where it was removed before
 */
export async function emptyPost(
  tx: Transaction,
  id: PostId,
  now: Date,
): Promise<readonly ImageId[] | undefined> {
  const emptied = await tx
    .update(posts)
    .set({ content: "", source: null, summary: "", removedAt: now })
    .where(and(eq(posts.id, id), isNull(posts.removedAt)))
    .returning({ id: posts.id });
  if (emptied.length === 0) return undefined;
  await tx.delete(postTags).where(eq(postTags.postId, id));
  await tx.delete(postRevisions).where(eq(postRevisions.postId, id));
  await tx.delete(boosts).where(eq(boosts.postId, id));
  await tx.delete(likes).where(eq(likes.objectId, id));
  await tx.delete(feedEntries).where(eq(feedEntries.subjectId, id));
  await tx.delete(notifications).where(eq(notifications.postId, id));
  const attachments = await tx
    .delete(postAttachments)
    .where(eq(postAttachments.postId, id))
    .returning({ id: postAttachments.id, stored: postAttachments.stored });
  return attachments.filter((one) => one.stored).map((one) => one.id);
}

/** The row of a post, whoever may see it, also of one that was removed: for internal use. */
export async function findPostRow(db: Database | Transaction, id: PostId): Promise<PostRow | undefined> {
  const [row] = await db.select().from(posts).where(eq(posts.id, id));
  return row;
}

/** The same by the post's ActivityPub id. */
export async function findPostByUri(db: Database | Transaction, uri: string): Promise<PostRow | undefined> {
  const [row] = await db.select().from(posts).where(eq(posts.uri, uri));
  return row;
}

/** The row of a post that is there and that `reader` may see; one query decides both. */
export async function findSeenPost(
  db: Database | Transaction,
  id: PostId,
  reader: PostReader,
): Promise<PostRow | undefined> {
  const [row] = await db
    .select()
    .from(posts)
    .where(and(eq(posts.id, id), seenBy(reader)));
  return row;
}

/** What a post said before, first things first. Call it only with a post that the reader may see. */
export const listRevisions = (db: Database, postId: PostId): Promise<(typeof postRevisions.$inferSelect)[]> =>
  db
    .select()
    .from(postRevisions)
    .where(eq(postRevisions.postId, postId))
    .orderBy(asc(postRevisions.writtenAt));

/** Which of these ActivityPub ids are actors that are known here, in no order. */
export async function knownActors(db: Database | Transaction, uris: readonly string[]): Promise<ActorId[]> {
  if (uris.length === 0) return [];
  const rows = await db
    .select({ id: actors.id })
    .from(actors)
    .where(inArray(actors.uri, [...uris]));
  return rows.map((row) => row.id);
}

/** How many posts of local authors everybody may see. */
export const countPublicPosts = (db: Database): Promise<number> =>
  db.$count(
    posts,
    and(eq(posts.local, true), isNull(posts.removedAt), inArray(posts.audience, publicAudiences)),
  );

const publicAudiences: PostAudience[] = ["public", "unlisted"];

import { and, eq, ne } from "drizzle-orm";
import { type ActorId, type BoostId, newId, type PostId } from "#domain/ids.ts";
import type { Likeable } from "#domain/likeable.ts";
import type { Transaction } from "#store/database.ts";
import { findLike, findLikeTarget } from "#store/likes.ts";
import { insertNotifications } from "#store/notifications.ts";
import { actors, boosts, postMentions, posts } from "#store/schema/index.ts";

/** Tells the personas here whom a post names. */
export async function notifyMentioned(tx: Transaction, postId: PostId, now: Date): Promise<void> {
  const mentioned = await tx
    .select({ ownerId: postMentions.actorId, actorId: posts.authorId })
    .from(postMentions)
    .innerJoin(posts, eq(posts.id, postMentions.postId))
    .innerJoin(actors, and(eq(actors.id, postMentions.actorId), eq(actors.local, true)))
    .where(and(eq(posts.id, postId), eq(actors.type, "Person"), ne(postMentions.actorId, posts.authorId)));
  await insertNotifications(
    tx,
    mentioned.map(({ ownerId, actorId }) => ({
      id: newId(),
      ownerId,
      kind: "mention",
      actorId,
      postId,
      createdAt: now,
      dedupe: `mention ${postId} ${ownerId}`,
    })),
  );
}

/** Tells the author of a post, who may be here, that somebody passed it on. */
export async function notifyBoosted(tx: Transaction, boostId: BoostId, now: Date): Promise<void> {
  const authors = await tx
    .select({ ownerId: posts.authorId, actorId: boosts.actorId, postId: posts.id })
    .from(boosts)
    .innerJoin(posts, eq(posts.id, boosts.postId))
    .where(and(eq(boosts.id, boostId), eq(posts.local, true), ne(posts.authorId, boosts.actorId)));
  await insertNotifications(
    tx,
    authors.map(({ ownerId, actorId, postId }) => ({
      id: newId(),
      ownerId,
      kind: "boost",
      actorId,
      postId,
      createdAt: now,
      dedupe: `boost ${postId} ${actorId}`,
    })),
  );
}

/** Tells the author of what is liked, who may be here. Liked, taken back and liked again is told once. */
export async function notifyLiked(
  tx: Transaction,
  actorId: ActorId,
  object: Likeable,
  now: Date,
): Promise<void> {
  const target = await findLikeTarget(tx, object);
  if (target === undefined || target.authorId === actorId) return;
  if ((await findLike(tx, actorId, object.id)) === undefined) return;
  const [author] = await tx
    .select({ id: actors.id })
    .from(actors)
    .where(and(eq(actors.id, target.authorId), eq(actors.local, true)));
  if (author === undefined) return;
  await insertNotifications(tx, [
    {
      id: newId(),
      ownerId: author.id,
      kind: "like",
      actorId,
      caseId: target.caseId,
      ...(object.kind === "opinion" && { opinionId: object.id }),
      ...(object.kind === "comment" && { commentId: object.id }),
      ...(object.kind === "post" && { postId: object.id }),
      createdAt: now,
      dedupe: `like ${object.id} ${actorId}`,
    },
  ]);
}

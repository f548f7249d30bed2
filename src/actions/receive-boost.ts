import { type ActorId, type BoostId, newIdAt, type PostId } from "#domain/ids.ts";
import { isForEveryone } from "#domain/post.ts";
import { forbidden, notFound } from "#domain/refusal.ts";
import { insertBoost } from "#store/boosts.ts";
import { appendEvent } from "#store/events.ts";
import { findPostRow } from "#store/posts.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";

/**
 * Takes in that a remote actor passed a post on that is here.
 *
 * @throws Refusal not-found; forbidden where the post is not for everyone
 */
export async function receiveBoost(
  instance: Instance,
  actorId: ActorId,
  postId: PostId,
  announce: { readonly uri: string; readonly publishedAt: Date },
): Promise<void> {
  await instance.db.transaction(async (tx) => {
    if (!(await isFirstReceipt(tx, announce.uri, instance.clock()))) return;
    const post = await findPostRow(tx, postId);
    if (post === undefined || post.removedAt !== null) throw notFound("post");
    if (!isForEveryone(post.audience)) throw forbidden("Only what everybody may see is passed on.");
    const id = newIdAt<BoostId>(announce.publishedAt);
    if (!(await insertBoost(tx, { ...announce, id, actorId, postId }))) return;
    await appendEvent(tx, { type: "PostBoosted", boostId: id, postId });
  });
}

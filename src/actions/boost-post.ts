import { type BoostId, newIdAt, type PostId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { isForEveryone } from "#domain/post.ts";
import { forbidden, notFound } from "#domain/refusal.ts";
import { deleteBoost, insertBoost } from "#store/boosts.ts";
import { appendEvent } from "#store/events.ts";
import { findSeenPost } from "#store/posts.ts";
import type { Instance } from "#instance";

/**
 * Passes a post on to one's followers; doing it twice changes nothing.
 *
 * @throws Refusal not-found; forbidden where the post is not for everyone
 */
export async function boostPost(instance: Instance, physician: Physician, postId: PostId): Promise<void> {
  const { actorId, uri } = physician.persona;
  const now = instance.clock();
  await instance.db.transaction(async (tx) => {
    const post = await findSeenPost(tx, postId, { kind: "actor", actorId });
    if (post === undefined) throw notFound("post");
    if (!isForEveryone(post.audience)) {
      throw forbidden("This post is not for everyone, so it cannot be passed on.");
    }
    const id = newIdAt<BoostId>(now);
    const row = { id, uri: `${uri}/announces/${id}`, actorId, postId, publishedAt: now };
    if (await insertBoost(tx, row)) await appendEvent(tx, { type: "PostBoosted", boostId: id, postId });
  });
}

/** Takes that back; where there was nothing, nothing happens. */
export async function unboostPost(instance: Instance, physician: Physician, postId: PostId): Promise<void> {
  const { actorId } = physician.persona;
  await instance.db.transaction(async (tx) => {
    const gone = await deleteBoost(tx, actorId, { postId });
    if (gone !== undefined) await appendEvent(tx, { type: "PostUnboosted", actorId, postId, uri: gone.uri });
  });
}

import type { PostId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { hideActivities } from "#store/deliveries.ts";
import { appendEvent } from "#store/events.ts";
import { emptyPost, findPostRow } from "#store/posts.ts";
import type { Instance } from "#instance";

/**
 * Removes a post of one's own, here and, by a Delete to everybody who has it, elsewhere.
 *
 * @throws Refusal not-found where it is somebody else's, or was removed before
 */
export async function removePost(instance: Instance, physician: Physician, id: PostId): Promise<void> {
  await instance.db.transaction(async (tx) => {
    const post = await findPostRow(tx, id);
    if (post?.authorId !== physician.persona.actorId) throw notFound("post");
    if ((await emptyPost(tx, id, instance.clock())) === undefined) throw notFound("post");
    await hideActivities(tx, post.uri);
    await appendEvent(tx, { type: "PostRemoved", postId: id });
  });
}

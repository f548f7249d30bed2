import type { ActorId, ImageId } from "#domain/ids.ts";
import { deleteComment } from "#store/comments.ts";
import { markDeleted } from "#store/deleted.ts";
import { appendEvent } from "#store/events.ts";
import { emptyPost, findPostByUri } from "#store/posts.ts";
import type { Instance } from "#instance";
import { forgetPictures } from "./forget-pictures.ts";

/**
 * Takes in that a remote actor deleted a comment or a post of its own; anybody else's stays. The bytes of its pictures go,
 * too. What is not here yet is not taken from that actor when it comes: deliveries may overtake each other.
 */
export async function receiveDelete(instance: Instance, actor: ActorId, uri: string): Promise<void> {
  await markDeleted(instance.db, actor, uri, instance.clock());
  await deleteComment(instance.db, actor, uri);
  const pictures = await instance.db.transaction(async (tx): Promise<readonly ImageId[]> => {
    const post = await findPostByUri(tx, uri);
    if (post === undefined || post.authorId !== actor || post.local) return [];
    const gone = await emptyPost(tx, post.id, instance.clock());
    if (gone === undefined) return [];
    await appendEvent(tx, { type: "PostRemoved", postId: post.id });
    return gone;
  });
  await forgetPictures(instance, pictures);
}

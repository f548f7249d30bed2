import type { ActorId } from "#domain/ids.ts";
import { deleteComment } from "#store/comments.ts";
import { markDeleted } from "#store/deleted.ts";
import type { Instance } from "#instance";

/**
 * Takes in that a remote actor deleted a comment of its own; anybody else's stays. What is not here yet is not taken from
 * that actor when it comes: deliveries may overtake each other.
 */
export async function receiveDelete(instance: Instance, actor: ActorId, uri: string): Promise<void> {
  await markDeleted(instance.db, actor, uri, instance.clock());
  await deleteComment(instance.db, actor, uri);
}

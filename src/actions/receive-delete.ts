import type { ActorId } from "#domain/ids.ts";
import { deleteComment } from "#store/comments.ts";
import type { Instance } from "#instance";

/** Takes in that a remote actor deleted a comment of its own; anybody else's stays. */
export const receiveDelete = (instance: Instance, actor: ActorId, uri: string): Promise<void> =>
  deleteComment(instance.db, actor, uri);

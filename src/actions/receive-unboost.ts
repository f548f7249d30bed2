import type { ActorId } from "#domain/ids.ts";
import { deleteBoost } from "#store/boosts.ts";
import { appendEvent } from "#store/events.ts";
import type { Instance } from "#instance";

/**
 * Takes in that a remote actor no longer passes a post on.
 *
 * @param uri the id of the Announce
 * @returns false where that is no boost of this actor
 */
export const receiveUnboost = (instance: Instance, actorId: ActorId, uri: string): Promise<boolean> =>
  instance.db.transaction(async (tx) => {
    const gone = await deleteBoost(tx, actorId, { uri });
    if (gone === undefined) return false;
    await appendEvent(tx, { type: "PostUnboosted", actorId, postId: gone.postId, uri });
    return true;
  });

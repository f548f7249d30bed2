import type { ActorId } from "#domain/ids.ts";
import { forbidden } from "#domain/refusal.ts";
import { appendEvent } from "#store/events.ts";
import { deleteFollow, insertFollow } from "#store/follows.ts";
import { trustOf } from "#store/peers.ts";
import { isBlocked } from "#store/relations.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";

/**
 * Takes in that a remote actor follows a local persona or stream. It is accepted by itself: what a follower gets is
 * decided for each case by its audience and the trust in the follower's institution. A Follow that comes again, under
 * a new id after an Undo that was lost, takes the older one's place and is accepted anew.
 *
 * @throws Refusal forbidden for an actor of a blocked institution, or whom the persona blocks
 */
export async function receiveFollow(
  instance: Instance,
  follower: { readonly id: ActorId; readonly host: string },
  followee: ActorId,
  uri: string,
): Promise<void> {
  await instance.db.transaction(async (tx) => {
    if ((await trustOf(tx, follower.host)) === "blocked")
      throw forbidden("This institution is blocked here.");
    if (await isBlocked(tx, follower.id, followee)) throw forbidden("This actor is blocked.");
    // An old Follow that is sent again must not bring back what was undone since.
    if (!(await isFirstReceipt(tx, uri, instance.clock()))) return;
    const before = await deleteFollow(tx, follower.id, followee);
    await insertFollow(tx, {
      followerId: follower.id,
      followeeId: followee,
      uri,
      state: "accepted",
      createdAt: before?.createdAt ?? instance.clock(),
    });
    await appendEvent(tx, { type: "FollowReceived", follower: follower.id, followee });
  });
}

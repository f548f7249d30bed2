import type { ActorId } from "#domain/ids.ts";
import { deleteFollow } from "#store/follows.ts";
import type { Instance } from "#instance";

/** Takes in that a remote actor no longer follows a local one. */
export async function receiveUnfollow(
  instance: Instance,
  follower: ActorId,
  followee: ActorId,
): Promise<void> {
  await instance.db.transaction((tx) => deleteFollow(tx, follower, followee));
}

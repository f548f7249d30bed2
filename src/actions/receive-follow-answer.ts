import type { ActorId } from "#domain/ids.ts";
import { acceptFollow, deleteFollow } from "#store/follows.ts";
import { clearHome } from "#store/home.ts";
import type { Instance } from "#instance";

/** Takes in what a remote actor answered to a Follow of ours; only the followee's own answer may be given here. */
export async function receiveFollowAnswer(
  instance: Instance,
  follower: ActorId,
  followee: ActorId,
  answer: "accept" | "reject",
): Promise<void> {
  await instance.db.transaction(async (tx) => {
    if (answer === "accept") {
      await acceptFollow(tx, follower, followee);
    } else if ((await deleteFollow(tx, follower, followee)) !== undefined) {
      await clearHome(tx, follower, followee);
    }
  });
}

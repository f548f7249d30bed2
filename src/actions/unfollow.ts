import type { ActorId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { findActor } from "#store/actors.ts";
import { appendEvent } from "#store/events.ts";
import { deleteFollow } from "#store/follows.ts";
import { clearHome } from "#store/home.ts";
import type { Instance } from "#instance";

/**
 * Ends a follow, or withdraws a request; where there is none, nothing happens. What it brought leaves the home
 * timeline.
 */
export async function unfollow(instance: Instance, physician: Physician, followeeId: ActorId): Promise<void> {
  const followee = await findActor(instance.db, followeeId);
  await instance.db.transaction(async (tx) => {
    const gone = await deleteFollow(tx, physician.persona.actorId, followeeId);
    if (gone === undefined) return;
    await clearHome(tx, physician.persona.actorId, followeeId);
    if (followee === undefined || followee.local) return;
    await appendEvent(tx, {
      type: "Unfollowed",
      follower: gone.followerId,
      followee: gone.followeeId,
      uri: gone.uri,
    });
  });
}

import { receiveUnfollow } from "#actions/receive-unfollow.ts";
import { findActorByUri } from "#store/actors.ts";
import { findFollowByUri } from "#store/follows.ts";
import { idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/** A remote actor takes its own Follow back; other undoings are not for here. */
export async function undone({ instance }: InboxContext, { activity }: Arrival): Promise<void> {
  const object = idOf.safeParse(activity.object);
  const actor = await findActorByUri(instance.db, activity.actor);
  if (!object.success || actor === undefined) return;
  const follow = await findFollowByUri(instance.db, object.data);
  if (follow !== undefined && follow.followerId === actor.id) {
    await receiveUnfollow(instance, follow.followerId, follow.followeeId);
  }
}

import { receiveFollowAnswer } from "#actions/receive-follow-answer.ts";
import { findActorByUri } from "#store/actors.ts";
import { findFollowByUri } from "#store/follows.ts";
import { idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/**
 * An Accept or Reject of a Follow of ours. It is known by the id that we gave it, and counts only from the actor that
 * it was sent to (CVE-2025-30741): what else the answer quotes is not looked at.
 */
export async function followAnswered({ instance }: InboxContext, { activity }: Arrival): Promise<void> {
  const object = idOf.safeParse(activity.object);
  const actor = await findActorByUri(instance.db, activity.actor);
  if (!object.success || actor === undefined) return;
  const follow = await findFollowByUri(instance.db, object.data);
  if (follow === undefined || follow.followeeId !== actor.id) return;
  const answer = activity.type === "Accept" ? "accept" : "reject";
  await receiveFollowAnswer(instance, follow.followerId, follow.followeeId, answer);
}

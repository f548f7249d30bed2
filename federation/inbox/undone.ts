import { z } from "zod";
import { receiveUnboost } from "#actions/receive-unboost.ts";
import { receiveUnannounce } from "#actions/receive-unannounce.ts";
import { receiveUnfollow } from "#actions/receive-unfollow.ts";
import { receiveUnlike } from "#actions/receive-like.ts";
import { findActorByUri } from "#store/actors.ts";
import { findFollowByUri } from "#store/follows.ts";
import { idOf } from "../remote/wire.ts";
import { announcedObject } from "./announced.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/** A Like that is quoted without an id, as some servers do: known by who likes what. */
const namelessLike = z.looseObject({ type: z.enum(["Like", "EmojiReact"]), object: idOf });

/** An Announce of a stream, known by what it announced: its id is not kept. */
const quotedAnnounce = z.looseObject({ type: z.literal("Announce"), object: announcedObject });

/** A remote actor takes its own Follow, Like or Announce back; other undoings are not for here. */
export async function undone({ instance }: InboxContext, { activity }: Arrival): Promise<void> {
  const actor = await findActorByUri(instance.db, activity.actor);
  if (actor === undefined || actor.local) return;
  const object = idOf.safeParse(activity.object);
  if (!object.success) {
    const like = namelessLike.safeParse(activity.object);
    if (like.success) await receiveUnlike(instance, actor.id, { objectUri: like.data.object });
    return;
  }
  const uri = object.data;
  const follow = await findFollowByUri(instance.db, uri);
  if (follow !== undefined) {
    if (follow.followerId === actor.id) await receiveUnfollow(instance, actor.id, follow.followeeId);
    return;
  }
  if (await receiveUnboost(instance, actor.id, uri)) return;
  const announce = quotedAnnounce.safeParse(activity.object);
  if (actor.type === "Group" && announce.success) {
    await receiveUnannounce(instance, actor.id, announce.data.object);
    return;
  }
  await receiveUnlike(instance, actor.id, { uri });
}

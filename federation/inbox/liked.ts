import { receiveLike } from "#actions/receive-like.ts";
import { notFound } from "#domain/refusal.ts";
import { findLikeTargetByUri } from "#store/likes.ts";
import { idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/** Somebody likes a case, an opinion, a comment or a post, or reacts to it with an emoji (FEP-c0e0). */
export async function liked({ instance, actors }: InboxContext, { activity }: Arrival): Promise<void> {
  const object = idOf.safeParse(activity.object).data ?? "";
  // Before the liker is looked up: what is not here is worth no request.
  if ((await findLikeTargetByUri(instance.db, object)) === undefined) throw notFound("object");
  await receiveLike(instance, await actors.exact(activity.actor), object, activity.id);
}

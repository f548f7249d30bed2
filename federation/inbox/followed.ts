import { receiveFollow } from "#actions/receive-follow.ts";
import { notFound } from "#domain/refusal.ts";
import { hostOf, idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/** A remote actor follows a persona, a stream, or the institution. */
export async function followed({ instance, actors }: InboxContext, { activity }: Arrival): Promise<void> {
  const object = idOf.safeParse(activity.object).data ?? "";
  if (hostOf(object) !== new URL(instance.config.origin).host) throw notFound("persona or stream");
  const [follower, followee] = [await actors.exact(activity.actor), await actors.exact(object)];
  await receiveFollow(instance, follower, followee.id, activity.id);
}

import { z } from "zod";
import { receiveDelete } from "#actions/receive-delete.ts";
import { findActorByUri } from "#store/actors.ts";
import { idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

const asksForReceipt = z.looseObject({ recall: z.looseObject({ deadline: z.string() }) });

/**
 * An actor deletes what it wrote. Whoever asks for a receipt gets one, also where the object never came here: they know
 * only that they sent it.
 */
export async function deleted({ instance, actors }: InboxContext, { activity }: Arrival): Promise<void> {
  const object = idOf.safeParse(activity.object);
  if (!object.success) return;
  const wantsReceipt = asksForReceipt.safeParse(activity).success;
  const known = await findActorByUri(instance.db, activity.actor);
  const actor = known ?? (wantsReceipt ? await actors.exact(activity.actor) : undefined);
  if (actor === undefined || actor.local) return;
  const recall = wantsReceipt ? { actorId: actor.id, uri: activity.id, objectUri: object.data } : undefined;
  await receiveDelete(instance, actor, object.data, recall);
}

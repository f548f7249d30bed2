import { receiveDelete } from "#actions/receive-delete.ts";
import { findActorByUri } from "#store/actors.ts";
import { idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/** An actor deletes what it wrote. */
export async function deleted({ instance }: InboxContext, { activity }: Arrival): Promise<void> {
  const object = idOf.safeParse(activity.object);
  const actor = await findActorByUri(instance.db, activity.actor);
  if (object.success && actor !== undefined && !actor.local)
    await receiveDelete(instance, actor.id, object.data);
}

import { receiveAnnounce } from "#actions/receive-announce.ts";
import { z } from "zod";
import { findActorByUri } from "#store/actors.ts";
import { hasLocalFollower } from "#store/follows.ts";
import { idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/** What is announced: an object, or the Create of one (FEP-1b12). What is quoted of it is not taken, only its id. */
const announcedObject = z.union([
  z.looseObject({ type: z.literal("Create"), object: idOf }).transform((create) => create.object),
  idOf,
]);

/** A stream that somebody here follows announces a case; other boosts are not for here. */
export async function announced({ instance }: InboxContext, { activity }: Arrival): Promise<void> {
  const stream = await findActorByUri(instance.db, activity.actor);
  if (stream === undefined || stream.type !== "Group" || !(await hasLocalFollower(instance.db, [stream.id])))
    return;
  const object = announcedObject.safeParse(activity.object);
  if (object.success) await receiveAnnounce(instance, stream.id, object.data, activity.id);
}

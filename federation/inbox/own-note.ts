import { invalid } from "#domain/refusal.ts";
import type { ReceivedNote } from "../remote/remote.ts";
import { hostOf, noteShape } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/**
 * The Note that was created or changed, if it is one. It must be the actor's own and lie on the actor's server; where it is
 * only named, it is fetched from there.
 *
 * @throws Refusal invalid where it is somebody else's
 */
export async function ownNote(
  { fetchNote }: InboxContext,
  { activity, document }: Arrival,
): Promise<ReceivedNote | undefined> {
  if (typeof activity.object === "string") {
    if (hostOf(activity.object) !== hostOf(activity.actor))
      throw invalid("object", "An actor creates and changes on its own server.");
    const fetched = await fetchNote(activity.object);
    if (fetched.note.attributedTo !== activity.actor)
      throw invalid("object", "The object is somebody else's.");
    return fetched;
  }
  const read = noteShape.safeParse(activity.object);
  if (!read.success) return undefined;
  if (read.data.attributedTo !== activity.actor || hostOf(read.data.id) !== hostOf(activity.actor)) {
    throw invalid("object", "The object is somebody else's.");
  }
  return { note: read.data, document: document["object"] };
}

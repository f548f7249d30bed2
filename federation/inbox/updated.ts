import { receivePostEdit } from "#actions/receive-post-edit.ts";
import { findActorByUri } from "#store/actors.ts";
import { findPostByUri } from "#store/posts.ts";
import { readPost } from "../remote/read-post.ts";
import { idOf, publishedAt } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";
import { ownNote } from "./own-note.ts";

/** An actor changes itself, or a post that is here; other changes are not for here. */
export async function updated(context: InboxContext, arrival: Arrival): Promise<void> {
  const { instance, actors } = context;
  const { activity } = arrival;
  const object = idOf.safeParse(activity.object);
  if (!object.success) return;
  const actor = await findActorByUri(instance.db, activity.actor);
  if (actor === undefined) return;
  if (object.data === activity.actor) {
    await actors.refresh(activity.actor);
    return;
  }
  if ((await findPostByUri(instance.db, object.data)) === undefined) return;
  const own = await ownNote(context, arrival);
  if (own === undefined) return;
  const now = instance.clock();
  const editedAt = publishedAt(own.note.updated, now);
  await receivePostEdit(instance, actor.id, { ...readPost(own.note, now), editedAt }, activity.id);
}

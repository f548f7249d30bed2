import type { DomainEvent } from "#domain/events.ts";
import { findParty } from "#store/federated-posts.ts";
import { findLike, findLikeTarget } from "#store/likes.ts";
import { likeActivity, undoActivity } from "../translate/activities.ts";
import type { LikeActivity } from "../translate/document.ts";
import { type Outgoing, personal, type Writer } from "./outgoing.ts";

type Event<Type extends DomainEvent["type"]> = Extract<DomainEvent, { readonly type: Type }>;

/** A local persona likes something of another server, whose author is told. */
export async function liked(writer: Writer, { actorId, object }: Event<"Liked">): Promise<Outgoing[]> {
  const like = await findLike(writer.instance.db, actorId, object.id);
  // Taken back before it left: there is nothing to tell any more.
  if (like === undefined) return [];
  return tellAuthor(writer, { actorId, object }, like.uri, (activity) => activity);
}

/** The same author is told that it was taken back. */
export const likeWithdrawn = (writer: Writer, event: Event<"Unliked">): Promise<Outgoing[]> =>
  tellAuthor(writer, event, event.uri, undoActivity);

async function tellAuthor(
  writer: Writer,
  { actorId, object }: Pick<Event<"Liked">, "actorId" | "object">,
  uri: string,
  make: (like: LikeActivity) => { readonly id: string; readonly type: string },
): Promise<Outgoing[]> {
  const { db } = writer.instance;
  const [liker, target] = await Promise.all([findParty(db, actorId), findLikeTarget(db, object)]);
  const author = target && (await findParty(db, target.authorId));
  if (liker === undefined || !liker.local || target === undefined || author === undefined || author.local)
    return [];
  return personal(writer, make(likeActivity(uri, liker.uri, target.uri, author.uri)), liker, author);
}

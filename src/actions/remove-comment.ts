import type { CommentId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { deleteOwnComment } from "#store/comments.ts";
import { hideActivities } from "#store/deliveries.ts";
import { appendEvent } from "#store/events.ts";
import type { Instance } from "#instance";

/**
 * Removes a comment of one's own, here and, by a Delete to everybody who got it from here, elsewhere.
 *
 * @throws Refusal not-found where it is somebody else's or gone
 */
export async function removeComment(instance: Instance, physician: Physician, id: CommentId): Promise<void> {
  await instance.db.transaction(async (tx) => {
    const gone = await deleteOwnComment(tx, physician.persona.actorId, id);
    if (gone === undefined) throw notFound("comment");
    await hideActivities(tx, gone.uri);
    await appendEvent(tx, { type: "CommentRemoved", ...gone });
  });
}

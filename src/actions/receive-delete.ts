import type { ActorId, ImageId } from "#domain/ids.ts";
import type { HonouredRecall } from "#domain/events.ts";
import { type ActorRow, findActor } from "#store/actors.ts";
import { findCaseAuthor } from "#store/cases.ts";
import { deleteComment } from "#store/comments.ts";
import { lockObjects, markDeleted } from "#store/deleted.ts";
import { appendEvent } from "#store/events.ts";
import { emptyPost, findPostByUri } from "#store/posts.ts";
import { removeCase } from "#store/remove-case.ts";
import type { Instance } from "#instance";
import { forgetPictures } from "./forget-pictures.ts";
import { queueForgetting } from "./queue-forgetting.ts";

/**
 * Takes in that a remote actor deleted a case, a comment or a post of its own; anybody else's stays. Of a case
 * everything goes that is about it. The bytes of pictures go, too. What is not here yet is not taken from that actor when
 * it comes: deliveries may overtake each other.
 *
 * @param recall the Delete, where its sender wants to be told once everything is gone
 */
export async function receiveDelete(
  instance: Instance,
  actor: ActorRow,
  uri: string,
  recall: HonouredRecall | undefined,
): Promise<void> {
  await markDeleted(instance.db, actor.id, uri, instance.clock());
  await deleteComment(instance.db, actor.id, uri);
  await deleteCase(instance, actor, uri, recall);
  await forgetPictures(instance, await deletePost(instance, actor.id, uri));
}

/** A case goes by the word of its author, or of the institution where the author is. */
async function deleteCase(
  instance: Instance,
  actor: ActorRow,
  uri: string,
  recall: HonouredRecall | undefined,
): Promise<void> {
  await instance.db.transaction(async (tx) => {
    await lockObjects(tx, [uri]);
    const held = await findCaseAuthor(tx, uri);
    const author = held && (await findActor(tx, held.authorId));
    const isTheirs =
      author?.local === false &&
      (author.id === actor.id || (actor.type === "Application" && actor.host === author.host));
    const removed = held && isTheirs ? await removeCase(tx, held.id) : undefined;
    if (held !== undefined && removed !== undefined) {
      await appendEvent(tx, { type: "CaseRemoved", caseId: held.id });
    }
    // Somebody else's case stays, and nobody is told otherwise.
    const isGone = held === undefined || removed !== undefined;
    await queueForgetting(tx, { pictures: removed?.pictures ?? [], recall: isGone ? recall : undefined });
  });
}

const deletePost = ({ db, clock }: Instance, actor: ActorId, uri: string): Promise<readonly ImageId[]> =>
  db.transaction(async (tx) => {
    const post = await findPostByUri(tx, uri);
    if (post === undefined || post.authorId !== actor || post.local) return [];
    const gone = await emptyPost(tx, post.id, clock());
    if (gone === undefined) return [];
    await appendEvent(tx, { type: "PostRemoved", postId: post.id });
    return gone;
  });

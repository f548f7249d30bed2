import type { ActorId, ImageId } from "#domain/ids.ts";
import { appendEvent } from "#store/events.ts";
import { changePost, findPostByUri, knownActors } from "#store/posts.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";
import { forgetPictures } from "./forget-pictures.ts";
import { queuePictures } from "./queue-pictures.ts";
import type { IncomingPost } from "./receive-post.ts";

/** A post as its author has changed it. Whom it is for and what it answers stays as it was. */
export type IncomingEdit = Omit<IncomingPost, "author" | "audience" | "inReplyTo" | "publishedAt" | "url"> & {
  readonly editedAt: Date;
};

/**
 * Takes in that a remote author changed a post of its own. What it said before is kept; an older edit that comes late
 * changes nothing.
 */
export async function receivePostEdit(
  instance: Instance,
  author: ActorId,
  edit: IncomingEdit,
  activityUri: string,
): Promise<void> {
  const { uri, addressed, tags, attachments, content, summary, sensitive, language, editedAt } = edit;
  const dropped = await instance.db.transaction(async (tx): Promise<readonly ImageId[]> => {
    if (!(await isFirstReceipt(tx, activityUri, instance.clock()))) return [];
    const post = await findPostByUri(tx, uri);
    if (post === undefined || post.authorId !== author || post.local || post.removedAt !== null) return [];
    if (editedAt <= (post.editedAt ?? post.publishedAt)) return [];
    const links = { mentions: await knownActors(tx, addressed), tags };
    const now = { content, summary, sensitive, language, source: null, editedAt };
    const pictures = await changePost(tx, post, now, links, attachments);
    await queuePictures(tx, pictures.added);
    await appendEvent(tx, { type: "PostEdited", postId: post.id });
    return pictures.dropped;
  });
  await forgetPictures(instance, dropped);
}

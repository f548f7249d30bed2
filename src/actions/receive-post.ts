import { type ActorId, newIdAt, type PostId } from "#domain/ids.ts";
import type { PostAttachment, PostAudience, PostText } from "#domain/post.ts";
import { wasDeleted } from "#store/deleted.ts";
import { appendEvent } from "#store/events.ts";
import { findPostByUri, insertPost, knownActors } from "#store/posts.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";
import { queuePictures } from "./queue-pictures.ts";

/** An ordinary post of another server, read from its document and proven to come from its author. */
export interface IncomingPost extends PostText {
  readonly uri: string;
  readonly url: string;
  readonly author: ActorId;
  readonly audience: PostAudience;
  /** The ActivityPub id of what it answers. */
  readonly inReplyTo: string | null;
  /** The ActivityPub ids of the actors that it is addressed to. */
  readonly addressed: readonly string[];
  readonly tags: readonly string[];
  readonly attachments: readonly PostAttachment[];
  readonly publishedAt: Date;
}

/**
 * Takes a post in. Its pictures are fetched afterwards, so that a slow server delays nothing. One that was removed does
 * not come back.
 *
 * @param activityUri the activity that brought it; absent where it was fetched
 * @returns its id here; undefined where it was removed
 */
export function receivePost(
  instance: Instance,
  incoming: IncomingPost,
  activityUri: string | undefined,
): Promise<PostId | undefined> {
  const { author, addressed, tags, attachments, ...facts } = incoming;
  return instance.db.transaction(async (tx) => {
    if (activityUri !== undefined) await isFirstReceipt(tx, activityUri, instance.clock());
    if (await wasDeleted(tx, author, incoming.uri)) return undefined;
    const id = newIdAt<PostId>(facts.publishedAt);
    const mentions = await knownActors(tx, addressed);
    const row = { ...facts, id, authorId: author, local: false, source: null };
    const pictures = await insertPost(tx, row, { mentions, tags }, attachments);
    if (pictures === undefined) {
      const known = await findPostByUri(tx, incoming.uri);
      return known?.removedAt === null ? known.id : undefined;
    }
    await queuePictures(tx, pictures);
    await appendEvent(tx, { type: "PostReceived", postId: id });
    return id;
  });
}

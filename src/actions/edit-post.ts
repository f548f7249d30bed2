import type { PostId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { appendEvent } from "#store/events.ts";
import { changePost, findPostRow } from "#store/posts.ts";
import type { Instance } from "#instance";
import { type PostDraft, readyPost } from "./post-draft.ts";

/**
 * Changes a post of one's own; what it said before can be read by whoever may see it. Whom it is for stays as it was.
 *
 * @throws Refusal invalid; not-found where it is somebody else's
 */
export async function editPost(
  instance: Instance,
  physician: Physician,
  id: PostId,
  draft: PostDraft,
): Promise<void> {
  const { links, unknown: _, ...text } = await readyPost(instance, draft);
  const { actorId } = physician.persona;
  await instance.db.transaction(async (tx) => {
    const post = await findPostRow(tx, id);
    if (post === undefined || post.authorId !== actorId || post.removedAt !== null) throw notFound("post");
    const sensitive = text.sensitive || text.summary !== "";
    const mentions = links.mentions.filter((mentioned) => mentioned !== actorId);
    const now = { ...text, sensitive, editedAt: instance.clock() };
    await changePost(tx, post, now, { ...links, mentions });
    await appendEvent(tx, { type: "PostEdited", postId: id });
  });
}

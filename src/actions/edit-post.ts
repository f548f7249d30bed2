import type { PostId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { appendEvent } from "#store/events.ts";
import { changePost, findPostRow } from "#store/posts.ts";
import { recordKept } from "#store/kept-identifiers.ts";
import type { Instance } from "#instance";
import { checkTexts, type Decided, LINKS_STAY, requireDecision, UNDECIDED } from "./check-texts.ts";
import { type PostDraft, readyPost } from "./post-draft.ts";

/**
 * Changes a post of one's own; what it said before can be read by whoever may see it. Whom it is for stays as it was.
 *
 * @throws Refusal invalid, also where something may identify a patient and the author has not decided; not-found where it is
 *   somebody else's
 */
export async function editPost(
  instance: Instance,
  physician: Physician,
  id: PostId,
  draft: PostDraft,
  decided: Decided = UNDECIDED,
): Promise<void> {
  const { links, unknown: _, ...text } = await readyPost(instance, draft);
  const found = checkTexts({ text: text.source, summary: text.summary }, LINKS_STAY);
  requireDecision(found, decided);
  const { actorId } = physician.persona;
  await instance.db.transaction(async (tx) => {
    const post = await findPostRow(tx, id);
    if (post === undefined || post.authorId !== actorId || post.removedAt !== null) throw notFound("post");
    const sensitive = text.sensitive || text.summary !== "";
    const mentions = links.mentions.filter((mentioned) => mentioned !== actorId);
    const editedAt = instance.clock();
    await changePost(tx, post, { ...text, sensitive, editedAt }, { ...links, mentions });
    await recordKept(tx, id, found, editedAt);
    await appendEvent(tx, { type: "PostEdited", postId: id });
  });
}

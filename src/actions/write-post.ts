import { postUri } from "#domain/addresses.ts";
import { newIdAt, type PostId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { audienceOfReply, type PostAudience } from "#domain/post.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { appendEvent } from "#store/events.ts";
import { findSeenPost, insertPost, type PostRow } from "#store/posts.ts";
import type { Instance } from "#instance";
import { recordKept } from "#store/kept-identifiers.ts";
import { checkTexts, type Decided, LINKS_STAY, requireDecision, UNDECIDED } from "./check-texts.ts";
import { type PostDraft, readyPost } from "./post-draft.ts";

/** A new post; a reply where it names another one. */
export interface NewPost extends PostDraft {
  readonly audience: PostAudience;
  readonly inReplyTo?: PostId | undefined;
}

/**
 * Writes an ordinary post, no case and no answer to one. A reply is for its parent's audience or a narrower one, and goes
 * to its author, too.
 *
 * @throws Refusal invalid, also where something may identify a patient and the author has not decided; not-found where it
 *   answers what its author may not see
 */
export async function writePost(
  instance: Instance,
  physician: Physician,
  draft: NewPost,
  decided: Decided = UNDECIDED,
): Promise<PostId> {
  const { actorId } = physician.persona;
  const parent = await findParent(instance, physician, draft.inReplyTo);
  const { source, content, summary, sensitive, language, links, unknown } = await readyPost(instance, draft);
  const audience = audienceOfReply(
    draft.audience,
    parent && { audience: parent.audience, isOwn: parent.authorId === actorId },
  );
  const mentions = new Set(links.mentions);
  if (parent !== undefined && parent.authorId !== actorId) mentions.add(parent.authorId);
  mentions.delete(actorId);
  if (audience === "direct") requireAddressees(mentions.size, unknown);
  const found = checkTexts({ text: source, summary }, LINKS_STAY);
  requireDecision(found, decided);
  const now = instance.clock();
  const id = newIdAt<PostId>(now);
  const uri = postUri(instance.config.origin, id);
  await instance.db.transaction(async (tx) => {
    await insertPost(
      tx,
      {
        id,
        uri,
        url: uri,
        authorId: actorId,
        local: true,
        audience,
        content,
        source,
        summary,
        sensitive: sensitive || summary !== "",
        language,
        inReplyTo: parent?.uri ?? null,
        publishedAt: now,
      },
      { mentions: [...mentions], tags: links.tags },
      [],
    );
    await recordKept(tx, id, found, now);
    await appendEvent(tx, { type: "PostWritten", postId: id });
  });
  return id;
}

async function findParent(
  { db }: Instance,
  { persona }: Physician,
  id: PostId | undefined,
): Promise<PostRow | undefined> {
  if (id === undefined) return undefined;
  const parent = await findSeenPost(db, id, { kind: "actor", actorId: persona.actorId });
  if (parent === undefined) throw notFound("post");
  return parent;
}

/** A message that reaches nobody, or not all whom it names, must not look as if it had been sent. */
function requireAddressees(found: number, unknown: readonly string[]): void {
  if (unknown.length > 0) {
    throw invalid(
      "text",
      `@${unknown.join(", @")} cannot be found now: check the handle, or try again later.`,
    );
  }
  if (found === 0) throw invalid("text", "Name whom it is for, such as @name@hospital.example.");
}

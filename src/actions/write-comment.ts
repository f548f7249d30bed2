import { type ActorId, type CaseId, type CommentId, newId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findCase, findRepliedCase } from "#store/cases.ts";
import { type CommentView, findComment, insertComment } from "#store/comments.ts";
import { appendEvent } from "#store/events.ts";
import { recordKept } from "#store/kept-identifiers.ts";
import type { Instance } from "#instance";
import { paragraphs } from "#domain/plain-text.ts";
import { checkTexts, type Decided, requireDecision, UNDECIDED } from "./check-texts.ts";
import { speakAsOne } from "./speak-as-one.ts";

const MAX_COMMENT_CHARACTERS = 2000;

/** A comment as its form sends it. */
export interface CommentDraft {
  /** Made with the form, so that a form that is sent twice makes one comment. */
  readonly id?: CommentId | undefined;
  /** Plain text; line breaks are kept. */
  readonly text: string;
  /** The ActivityPub id of what it answers below the case; the case itself where absent. */
  readonly inReplyTo?: string | undefined;
}

/**
 * Adds a remark to a case's discussion; it carries no differential and never counts.
 *
 * @throws Refusal not-found; conflict where the physician takes part under another persona; invalid, also where something may
 *   identify the patient and the author has not decided
 */
export async function writeComment(
  instance: Instance,
  physician: Physician,
  caseId: CaseId,
  draft: CommentDraft,
  decided: Decided = UNDECIDED,
): Promise<CommentId> {
  const text = draft.text.trim();
  if (text === "") throw invalid("comment", "Write something first.");
  if (text.length > MAX_COMMENT_CHARACTERS) {
    throw invalid(
      "comment",
      `A comment has at most ${MAX_COMMENT_CHARACTERS} characters; this one has ${text.length}.`,
    );
  }
  const parent = await findCase(instance.db, caseId, { kind: "member" });
  if (parent === undefined) throw notFound("case");
  const { inReplyTo = parent.uri } = draft;
  if (inReplyTo !== parent.uri && (await findRepliedCase(instance.db, inReplyTo)) !== caseId) {
    throw notFound("opinion or comment");
  }
  const found = checkTexts({ comment: text });
  requireDecision(found, decided);
  const id = draft.id ?? newId<CommentId>();
  const comment = { caseId, authorId: physician.persona.actorId, content: paragraphs(text) };
  const isNew = await instance.db.transaction(async (tx) => {
    await speakAsOne(tx, physician, caseId);
    const uri = `${instance.config.origin}/comments/${id}`;
    const now = instance.clock();
    const row = { ...comment, id, uri, local: true, inReplyTo, publishedAt: now };
    if (!(await insertComment(tx, row))) return false;
    await recordKept(tx, id, found, now);
    await appendEvent(tx, { type: "CommentWritten", commentId: id });
    return true;
  });
  if (isNew || isSame(comment, await findComment(instance.db, id))) return id;
  // Another text from the same form, as after going back in the browser, is another comment.
  return writeComment(instance, physician, caseId, { text, inReplyTo }, decided);
}

const isSame = (
  wanted: { readonly caseId: CaseId; readonly authorId: ActorId; readonly content: string },
  found: CommentView | undefined,
): boolean =>
  found?.caseId === wanted.caseId && found.author.id === wanted.authorId && found.content === wanted.content;

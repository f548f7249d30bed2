import { type CaseId, type CommentId, newId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findCase, findRepliedCase } from "#store/cases.ts";
import { insertComment } from "#store/comments.ts";
import { appendEvent } from "#store/events.ts";
import { recordKept } from "#store/kept-identifiers.ts";
import type { Instance } from "#instance";
import { paragraphs } from "#domain/plain-text.ts";
import { checkTexts, type Decided, requireDecision, UNDECIDED } from "./check-texts.ts";

const MAX_COMMENT_CHARACTERS = 2000;

interface CommentOptions {
  readonly inReplyTo?: string | undefined;
  readonly decided?: Decided | undefined;
}

/**
 * Adds a remark to a case's discussion; it carries no differential and never counts.
 *
 * @param text plain text; line breaks are kept
 * @param options.inReplyTo the ActivityPub id of what it answers below the case; the case itself where absent
 * @throws Refusal not-found; invalid, also where something may identify the patient and the author has not decided
 */
export async function writeComment(
  instance: Instance,
  physician: Physician,
  caseId: CaseId,
  text: string,
  { inReplyTo, decided = UNDECIDED }: CommentOptions = {},
): Promise<CommentId> {
  const trimmed = text.trim();
  if (trimmed === "") throw invalid("comment", "Write something first.");
  if (trimmed.length > MAX_COMMENT_CHARACTERS) {
    throw invalid(
      "comment",
      `A comment has at most ${MAX_COMMENT_CHARACTERS} characters; this one has ${trimmed.length}.`,
    );
  }
  const parent = await findCase(instance.db, caseId, { kind: "member" });
  if (parent === undefined) throw notFound("case");
  if (inReplyTo !== undefined && (await findRepliedCase(instance.db, inReplyTo)) !== caseId) {
    throw notFound("opinion or comment");
  }
  const found = checkTexts({ comment: trimmed });
  requireDecision(found, decided);
  const now = instance.clock();
  const id = newId<CommentId>();
  await instance.db.transaction(async (tx) => {
    await insertComment(tx, {
      id,
      uri: `${instance.config.origin}/comments/${id}`,
      caseId,
      authorId: physician.persona.actorId,
      local: true,
      inReplyTo: inReplyTo ?? parent.uri,
      content: paragraphs(trimmed),
      publishedAt: now,
    });
    await recordKept(tx, id, found, now);
    await appendEvent(tx, { type: "CommentWritten", commentId: id });
  });
  return id;
}

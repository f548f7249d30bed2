import { type CaseId, type CommentId, newId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findCase } from "#store/cases.ts";
import { insertComment } from "#store/comments.ts";
import { appendEvent } from "#store/events.ts";
import type { Instance } from "#instance";
import { paragraphs } from "#domain/plain-text.ts";
import { speakAsOne } from "./speak-as-one.ts";

const MAX_COMMENT_CHARACTERS = 2000;

/**
 * Adds a remark to a case's discussion; it carries no differential and never counts.
 *
 * @param text plain text; line breaks are kept
 * @throws Refusal not-found; invalid; conflict where the physician takes part under another persona
 */
export async function writeComment(
  instance: Instance,
  physician: Physician,
  caseId: CaseId,
  text: string,
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
  const id = newId<CommentId>();
  await instance.db.transaction(async (tx) => {
    await speakAsOne(tx, physician, caseId);
    await insertComment(tx, {
      id,
      uri: `${instance.config.origin}/comments/${id}`,
      caseId,
      authorId: physician.persona.actorId,
      local: true,
      inReplyTo: parent.uri,
      content: paragraphs(trimmed),
      publishedAt: instance.clock(),
    });
    await appendEvent(tx, { type: "CommentWritten", commentId: id });
  });
  return id;
}

import { commentUri } from "#domain/addresses.ts";
import type { CommentId } from "#domain/ids.ts";
import { OBJECT_CONTEXT } from "../vocabulary.ts";
import { mention, replyAddressing } from "./addressing.ts";
import type { CommentNote, Followed } from "./document.ts";
import type { AnsweredCase } from "./opinion-note.ts";

/** A local comment below a case that may leave the house. */
export interface CommentFacts {
  readonly id: CommentId;
  readonly author: Followed;
  readonly case: AnsweredCase;
  /** The ActivityPub id of what it answers: the case, or something below it. */
  readonly inReplyTo: string;
  /** HTML, sanitised. */
  readonly content: string;
  readonly publishedAt: Date;
}

/** A comment as an ordinary Note. */
export function commentNote(origin: string, facts: CommentFacts): CommentNote {
  const id = commentUri(origin, facts.id);
  return {
    "@context": OBJECT_CONTEXT,
    id,
    type: "Note",
    attributedTo: facts.author.uri,
    ...replyAddressing(facts.case.audience, facts.author, facts.case.author),
    inReplyTo: facts.inReplyTo,
    url: id,
    content: facts.content,
    published: facts.publishedAt.toISOString(),
    context: `${facts.case.uri}/context`,
    tag: [mention(facts.case.author)],
  };
}

import { type ActorId, type CaseId, type CommentId, newId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { findCase } from "#store/cases.ts";
import { insertComment } from "#store/comments.ts";
import { wasDeleted } from "#store/deleted.ts";
import { appendEvent } from "#store/events.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";

/** A reply that holds no differential, from anywhere on the fediverse. */
export interface IncomingComment {
  readonly uri: string;
  readonly caseId: CaseId;
  readonly author: ActorId;
  readonly inReplyTo: string;
  /** HTML, sanitised. */
  readonly content: string;
  readonly publishedAt: Date;
}

/** Takes a comment in; one on a case of this institution is passed on to everybody who holds the case. */
export async function receiveComment(
  instance: Instance,
  incoming: IncomingComment,
  activity: { readonly uri: string; readonly text: string },
): Promise<void> {
  const { author, ...facts } = incoming;
  await instance.db.transaction(async (tx) => {
    if (!(await isFirstReceipt(tx, activity.uri, instance.clock()))) return;
    if (await wasDeleted(tx, author, incoming.uri)) return;
    const parent = await findCase(tx, incoming.caseId, { kind: "member" });
    if (parent === undefined) throw notFound("case");
    const id = newId<CommentId>();
    if (!(await insertComment(tx, { ...facts, id, authorId: author, local: false }))) return;
    await appendEvent(tx, {
      type: "CommentReceived",
      commentId: id,
      forward: parent.local ? activity.text : null,
    });
  });
}

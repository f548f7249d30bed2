import { receiveComment } from "#actions/receive-comment.ts";
import { receiveOpinion } from "#actions/receive-opinion.ts";
import { visibleAudiences } from "#domain/audience.ts";
import type { CaseId } from "#domain/ids.ts";
import { readOpinionBody } from "#domain/opinion-body.ts";
import { notFound } from "#domain/refusal.ts";
import { findCase, findRepliedCase } from "#store/cases.ts";
import { trustOf } from "#store/peers.ts";
import { cleanHtml } from "../remote/sanitize.ts";
import { hostOf, publishedAt } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";
import type { ReceivedNote } from "../remote/remote.ts";

/**
 * A reply to a case, or to a reply to one. With a structured opinion it is an opinion, whether it counts or not;
 * without, a comment. Whoever may not see the case cannot reply to it.
 *
 * @throws Refusal not-found where the case is not here, or not for the author's institution
 */
export async function replyArrived(
  context: InboxContext,
  { activity, text, attempt }: Arrival,
  { note, document }: ReceivedNote,
): Promise<void> {
  const { instance, actors, proofs } = context;
  const caseId = await repliedCase(context, note.inReplyTo ?? "", activity.actor);
  const author = await actors.exact(activity.actor);
  const now = instance.clock();
  const facts = { uri: note.id, caseId, author: author.id, publishedAt: publishedAt(note.published, now) };
  const came = { uri: activity.id, text };
  if (note.opinion === undefined) {
    const content = cleanHtml(note.content ?? "");
    await receiveComment(instance, { ...facts, inReplyTo: note.inReplyTo ?? "", content }, came);
    return;
  }
  const proof = await proofs.check(document, activity.actor);
  const opinion = {
    ...facts,
    body: readOpinionBody(note.opinion),
    attestation: typeof note.attestation === "string" ? note.attestation : undefined,
    signedAt: proof?.created ?? now,
    signedByAuthor: proof !== undefined,
  };
  await receiveOpinion(instance, opinion, { ...came, mayWait: attempt < LAST_WAIT });
}

/** At this try, some two minutes after the first, an opinion is judged with what is known. */
const LAST_WAIT = 8;

/**
 * The case that is replied to, however deep in its discussion. It is fetched where it is not here yet, as when a reply was
 * faster than its case, though only for authors at trusted institutions: nobody else can have us fetch what they like.
 */
async function repliedCase(
  { instance }: InboxContext,
  inReplyTo: string,
  authorUri: string,
): Promise<CaseId> {
  const host = hostOf(authorUri) ?? "";
  const isTrusted = (await trustOf(instance.db, host)) === "trusted";
  const known = await findRepliedCase(instance.db, inReplyTo);
  if (known === undefined && !isTrusted) throw notFound("case");
  const caseId = known ?? (await instance.remote.fetchCase(inReplyTo));
  const found = await findCase(instance.db, caseId, { kind: "member" });
  const visible = visibleAudiences(isTrusted ? { kind: "trusted-peer", host } : { kind: "public" });
  if (found === undefined || !visible.includes(found.audience)) throw notFound("case");
  return caseId;
}

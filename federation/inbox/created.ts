import { findRepliedCase } from "#store/cases.ts";
import { findPostByUri } from "#store/posts.ts";
import { trustOf } from "#store/peers.ts";
import { Refusal } from "#domain/refusal.ts";
import { hostOf, type Note } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";
import { caseArrived } from "./case-arrived.ts";
import { ownNote } from "./own-note.ts";
import { postArrived } from "./post-arrived.ts";
import { replyArrived } from "./reply-arrived.ts";

/** A Create: of a case, of an opinion or a comment on one of them, or of an ordinary post. */
export async function created(context: InboxContext, arrival: Arrival): Promise<void> {
  const object = await ownNote(context, arrival);
  if (object === undefined) return;
  const { note } = object;
  if (note.clinicalCase !== undefined) await caseArrived(context, arrival, note);
  else if (note.opinion !== undefined || (await answersCase(context, note))) {
    await replyArrived(context, arrival, object);
  } else await postArrived(context, arrival, note);
}

/**
 * Whether it answers a case. One that is not here yet, as when a comment was faster than it, is fetched for authors at trusted
 * institutions only: nobody else can have us fetch what they like.
 *
 * @throws Refusal unavailable where it would have to be fetched and cannot be now
 */
async function answersCase({ instance }: InboxContext, note: Note): Promise<boolean> {
  const { db, remote } = instance;
  const { inReplyTo, attributedTo } = note;
  if (typeof inReplyTo !== "string") return false;
  if ((await findRepliedCase(db, inReplyTo)) !== undefined) return true;
  if ((await findPostByUri(db, inReplyTo)) !== undefined) return false;
  if ((await trustOf(db, hostOf(attributedTo) ?? "")) !== "trusted") return false;
  try {
    await remote.fetchCase(inReplyTo);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === "unavailable") throw error;
    return false;
  }
}

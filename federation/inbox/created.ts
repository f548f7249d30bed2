import { findRepliedCase } from "#store/cases.ts";
import type { Note } from "../remote/wire.ts";
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

const answersCase = async ({ instance }: InboxContext, { inReplyTo }: Note): Promise<boolean> =>
  typeof inReplyTo === "string" && (await findRepliedCase(instance.db, inReplyTo)) !== undefined;

import { createHash } from "node:crypto";
import type { CaseId } from "#domain/ids.ts";
import { OBJECT_CONTEXT } from "../vocabulary.ts";
import type {
  AcceptActivity,
  Addressing,
  AnnounceActivity,
  CreateActivity,
  FollowActivity,
  NoteDocument,
  UndoActivity,
} from "./document.ts";

/**
 * The Create of a Note, addressed as the Note is. A Note with a proof of its own keeps its `@context`, since the
 * proof covers it and must still hold when the Note is taken out (FEP-8b32, "Nested objects").
 */
export function createActivity(note: NoteDocument): CreateActivity {
  const { "@context": _, ...bare } = note;
  return {
    "@context": OBJECT_CONTEXT,
    id: `${note.id}#create`,
    type: "Create",
    actor: note.attributedTo,
    published: note.published,
    to: note.to,
    cc: note.cc,
    object: note.proof === undefined ? bare : note,
  };
}

/** A stream's Announce of a case: what Mastodon shows as a boost. */
export const announceActivity = (
  streamUri: string,
  caseId: CaseId,
  caseUri: string,
  published: Date,
  addressing: Addressing,
): AnnounceActivity => ({
  "@context": OBJECT_CONTEXT,
  id: `${streamUri}/announces/${caseId}`,
  type: "Announce",
  actor: streamUri,
  published: published.toISOString(),
  ...addressing,
  object: caseUri,
});

/** A Follow, by the id that the follow was recorded under. */
export const followActivity = (uri: string, followerUri: string, followeeUri: string): FollowActivity => ({
  "@context": OBJECT_CONTEXT,
  id: uri,
  type: "Follow",
  actor: followerUri,
  object: followeeUri,
  to: [followeeUri],
});

/**
 * The answer of a local actor to a remote Follow: the same one for the same Follow, another for the next. The Follow
 * is quoted, since not every server can look it up.
 */
export const acceptActivity = (follow: FollowActivity): AcceptActivity => ({
  "@context": OBJECT_CONTEXT,
  id: `${follow.object}/accepts/${createHash("sha256").update(follow.id).digest("hex").slice(0, 32)}`,
  type: "Accept",
  actor: follow.object,
  object: quoted(follow),
  to: [follow.actor],
});

/** Takes a Follow back. */
export const undoActivity = (follow: FollowActivity): UndoActivity => ({
  "@context": OBJECT_CONTEXT,
  id: `${follow.id}#undo`,
  type: "Undo",
  actor: follow.actor,
  object: quoted(follow),
  to: [follow.object],
});

function quoted(follow: FollowActivity): Omit<FollowActivity, "@context" | "to"> {
  const { "@context": _context, to: _to, ...rest } = follow;
  return rest;
}

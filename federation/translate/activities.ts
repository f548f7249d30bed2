import { createHash } from "node:crypto";
import type { CaseId } from "#domain/ids.ts";
import { deleteUri } from "#domain/recall.ts";
import { OBJECT_CONTEXT } from "../vocabulary.ts";
import type {
  AcceptActivity,
  Addressing,
  AnnounceActivity,
  CreateActivity,
  DeleteActivity,
  EmbeddingAnnounce,
  FollowActivity,
  LikeActivity,
  NoteDocument,
  PostNote,
  ReceiptActivity,
  Undoable,
  UndoActivity,
  UpdateActivity,
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

/** The address of a stream's Announce of a case. */
export const caseAnnounceUri = (streamUri: string, caseId: CaseId): string =>
  `${streamUri}/announces/${caseId}`;

/** An Announce, of a case by a stream or of a post by a persona: what Mastodon shows as a boost. */
export const announceActivity = (
  id: string,
  actorUri: string,
  objectUri: string,
  published: Date,
  addressing: Addressing,
): AnnounceActivity => ({
  "@context": OBJECT_CONTEXT,
  id,
  type: "Announce",
  actor: actorUri,
  published: published.toISOString(),
  ...addressing,
  object: objectUri,
});

/** The same for group-aware servers, beside it: the Create itself, as its author signed it. */
export const embeddingAnnounce = (announce: AnnounceActivity, create: CreateActivity): EmbeddingAnnounce => ({
  ...announce,
  id: `${announce.id}/create`,
  object: create,
});

/** The Update of a post, by the time of the change. */
export function updateActivity(note: PostNote, editedAt: Date): UpdateActivity {
  const { "@context": context, ...bare } = note;
  return {
    "@context": context,
    id: `${note.id}#update-${editedAt.getTime()}`,
    type: "Update",
    actor: note.attributedTo,
    published: editedAt.toISOString(),
    to: note.to,
    cc: note.cc,
    object: bare,
  };
}

/** The Delete of a post, which leaves a Tombstone. */
export const deleteActivity = (uri: string, actorUri: string, addressing: Addressing): DeleteActivity => ({
  "@context": OBJECT_CONTEXT,
  id: deleteUri(uri),
  type: "Delete",
  actor: actorUri,
  ...addressing,
  object: { id: uri, type: "Tombstone" },
});

/** The Delete of a withdrawn case, which asks whoever can to confirm it. */
export const recallActivity = (
  uri: string,
  actorUri: string,
  addressing: Addressing,
  deadline: Date,
): DeleteActivity => ({
  ...deleteActivity(uri, actorUri, addressing),
  recall: { deadline: deadline.toISOString() },
});

/** The receipt of an institution for the Delete of a case: the same one for the same Delete. */
export const receiptActivity = (
  institutionUri: string,
  deletion: { readonly uri: string; readonly objectUri: string; readonly actorUri: string },
): ReceiptActivity => ({
  "@context": OBJECT_CONTEXT,
  id: `${institutionUri}/receipts/${shortHash(deletion.uri)}`,
  type: "Accept",
  actor: institutionUri,
  object: { id: deletion.uri, type: "Delete", actor: deletion.actorUri, object: deletion.objectUri },
  to: [deletion.actorUri],
});

/** A Like, by the id that it was recorded under; only the author of what is liked is told. */
export const likeActivity = (
  id: string,
  actorUri: string,
  objectUri: string,
  authorUri: string,
): LikeActivity => ({
  "@context": OBJECT_CONTEXT,
  id,
  type: "Like",
  actor: actorUri,
  object: objectUri,
  to: [authorUri],
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
  id: `${follow.object}/accepts/${shortHash(follow.id)}`,
  type: "Accept",
  actor: follow.object,
  object: quoted(follow),
  to: [follow.actor],
});

/** Takes a Follow, a Like or an Announce back; whoever was told of it is told of this. */
export const undoActivity = (undone: Undoable): UndoActivity => ({
  "@context": OBJECT_CONTEXT,
  id: `${undone.id}#undo`,
  type: "Undo",
  actor: undone.actor,
  object: { id: undone.id, type: undone.type, actor: undone.actor, object: undone.object },
  to: undone.to,
  ...("cc" in undone ? { cc: undone.cc } : {}),
});

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

function quoted(follow: FollowActivity): Omit<FollowActivity, "@context" | "to"> {
  const { "@context": _context, to: _to, ...rest } = follow;
  return rest;
}

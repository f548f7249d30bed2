import type { ActorId, CaseId, CommentId, OpinionId } from "./ids.ts";

/** What happened, as the outbox, the feeds and the notifications hear of it. Ids only: consumers read the rows. */
export type DomainEvent =
  /** A local persona posted a case. */
  | { readonly type: "CaseOpened"; readonly caseId: CaseId }
  /** A case of another institution arrived. */
  | { readonly type: "CaseReceived"; readonly caseId: CaseId }
  /** A stream that somebody here follows announced a case. */
  | { readonly type: "CaseAnnounced"; readonly caseId: CaseId; readonly streamId: ActorId }
  | { readonly type: "OpinionGiven"; readonly opinionId: OpinionId }
  | { readonly type: "OpinionReceived"; readonly opinionId: OpinionId; readonly forward: string | null }
  | { readonly type: "CommentWritten"; readonly commentId: CommentId }
  | { readonly type: "CommentReceived"; readonly commentId: CommentId; readonly forward: string | null }
  /** A local persona asked to follow a remote actor. */
  | { readonly type: "FollowRequested"; readonly follower: ActorId; readonly followee: ActorId }
  /** A local persona withdrew a follow; `uri` is the id of the Follow that is undone. */
  | {
      readonly type: "Unfollowed";
      readonly follower: ActorId;
      readonly followee: ActorId;
      readonly uri: string;
    }
  /** A remote actor follows a local one; the Follow is answered with an Accept. */
  | { readonly type: "FollowReceived"; readonly follower: ActorId; readonly followee: ActorId };

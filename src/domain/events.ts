import type { ActorId, BoostId, CaseId, CommentId, OpinionId, PostId } from "./ids.ts";
import type { Likeable } from "./likeable.ts";

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
  /** A local author removed a comment; its row is gone. */
  | {
      readonly type: "CommentRemoved";
      readonly uri: string;
      readonly caseId: CaseId;
      readonly authorId: ActorId;
    }
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
  | { readonly type: "FollowReceived"; readonly follower: ActorId; readonly followee: ActorId }
  /** A local persona wrote an ordinary post. */
  | { readonly type: "PostWritten"; readonly postId: PostId }
  /** An ordinary post of another server arrived. */
  | { readonly type: "PostReceived"; readonly postId: PostId }
  /** A post, local or remote, was changed by its author. */
  | { readonly type: "PostEdited"; readonly postId: PostId }
  /** A post, local or remote, was removed by its author; its emptied row stays. */
  | { readonly type: "PostRemoved"; readonly postId: PostId }
  /** Somebody, here or elsewhere, passed a post on. */
  | { readonly type: "PostBoosted"; readonly boostId: BoostId; readonly postId: PostId }
  /** Somebody took that back. */
  | {
      readonly type: "PostUnboosted";
      readonly actorId: ActorId;
      readonly postId: PostId;
      readonly uri: string;
    }
  /** Somebody, here or elsewhere, likes something. */
  | { readonly type: "Liked"; readonly actorId: ActorId; readonly object: Likeable }
  /** Somebody took that back; `uri` is the id of the Like that is undone. */
  | {
      readonly type: "Unliked";
      readonly actorId: ActorId;
      readonly object: Likeable;
      readonly uri: string;
    };

/**
 * Events of one key are handled one after another: a post's Delete must not overtake its Create, nor an Undo its Like.
 */
export function orderingKeyOf(event: DomainEvent): string | undefined {
  if ("postId" in event) return event.postId;
  return "object" in event ? `${event.actorId} ${event.object.id}` : undefined;
}

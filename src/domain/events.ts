import type { ActorId, BoostId, CaseId, CommentId, OpinionId, PostId } from "./ids.ts";
import type { Likeable } from "./likeable.ts";

/** A Delete of another institution's case that was carried out. */
export interface HonouredRecall {
  /** Who sent the Delete. */
  readonly actorId: ActorId;
  /** The id of the Delete. */
  readonly uri: string;
  readonly objectUri: string;
}

/** What happened, as the outbox, the feeds and the notifications hear of it. Ids only: consumers read the rows. */
export type DomainEvent =
  /** A local persona posted a case. */
  | { readonly type: "CaseOpened"; readonly caseId: CaseId }
  /** A case of another institution arrived. */
  | { readonly type: "CaseReceived"; readonly caseId: CaseId }
  /** A stream that somebody here follows announced a case. */
  | { readonly type: "CaseAnnounced"; readonly caseId: CaseId; readonly streamId: ActorId }
  /** A local case was withdrawn by its author or a moderator; of its row nothing is left. */
  | { readonly type: "CaseWithdrawn"; readonly caseId: CaseId }
  /** A moderator took a local case out of a stream of this institution. */
  | { readonly type: "CaseUnlisted"; readonly caseId: CaseId; readonly streamId: ActorId }
  /** A case of another institution was withdrawn there and is gone here. */
  | { readonly type: "CaseRemoved"; readonly caseId: CaseId }
  /** Nothing is left here, picture files included, of what that Delete was about: its sender is told. */
  | { readonly type: "RecallHonoured"; readonly recall: HonouredRecall }
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
 * Events of one key are handled one after another: the Delete of a post or a case must not overtake its Create, nor an Undo its
 * Like.
 */
export function orderingKeyOf(event: DomainEvent): string | undefined {
  if ("postId" in event) return event.postId;
  if ("caseId" in event) return event.caseId;
  return "object" in event ? `${event.actorId} ${event.object.id}` : undefined;
}

import { z } from "zod";
import {
  type ActorId,
  type BoostId,
  type CaseId,
  type CommentId,
  idSchema,
  type OpinionId,
  type PostId,
} from "./ids.ts";
import { likeableSchema } from "./likeable.ts";

const actorId = idSchema<ActorId>();
const caseId = idSchema<CaseId>();
const opinionId = idSchema<OpinionId>();
const commentId = idSchema<CommentId>();
const postId = idSchema<PostId>();

export const honouredRecallSchema = z.object({
  /** Who sent the Delete. */
  actorId,
  /** The id of the Delete. */
  uri: z.string(),
  objectUri: z.string(),
});

/** A Delete of another institution's case that was carried out. */
export type HonouredRecall = Readonly<z.output<typeof honouredRecallSchema>>;

/** Reads an event that comes out of the queue: whoever wrote it may have been another version of this program. */
export const domainEventSchema = z.discriminatedUnion("type", [
  /** A local persona posted a case. */
  z.object({ type: z.literal("CaseOpened"), caseId }),
  /** A case of another institution arrived. */
  z.object({ type: z.literal("CaseReceived"), caseId }),
  /** A stream that somebody here follows announced a case. */
  z.object({ type: z.literal("CaseAnnounced"), caseId, streamId: actorId }),
  /** A local case was withdrawn by its author or a moderator; of its row nothing is left. */
  z.object({ type: z.literal("CaseWithdrawn"), caseId }),
  /** A moderator took a local case out of a stream of this institution. */
  z.object({ type: z.literal("CaseUnlisted"), caseId, streamId: actorId }),
  /** A case of another institution was withdrawn there and is gone here. */
  z.object({ type: z.literal("CaseRemoved"), caseId }),
  /** Nothing is left here, picture files included, of what that Delete was about: its sender is told. */
  z.object({ type: z.literal("RecallHonoured"), recall: honouredRecallSchema }),
  z.object({ type: z.literal("OpinionGiven"), opinionId }),
  z.object({ type: z.literal("OpinionReceived"), opinionId, forward: z.string().nullable() }),
  z.object({ type: z.literal("CommentWritten"), commentId }),
  z.object({ type: z.literal("CommentReceived"), commentId, forward: z.string().nullable() }),
  /** A local author removed a comment; its row is gone. */
  z.object({ type: z.literal("CommentRemoved"), uri: z.string(), caseId, authorId: actorId }),
  /** A local persona asked to follow a remote actor. */
  z.object({ type: z.literal("FollowRequested"), follower: actorId, followee: actorId }),
  /** A local persona withdrew a follow; `uri` is the id of the Follow that is undone. */
  z.object({ type: z.literal("Unfollowed"), follower: actorId, followee: actorId, uri: z.string() }),
  /** A remote actor follows a local one; the Follow is answered with an Accept. */
  z.object({ type: z.literal("FollowReceived"), follower: actorId, followee: actorId }),
  /** A local persona wrote an ordinary post. */
  z.object({ type: z.literal("PostWritten"), postId }),
  /** An ordinary post of another server arrived. */
  z.object({ type: z.literal("PostReceived"), postId }),
  /** A post, local or remote, was changed by its author. */
  z.object({ type: z.literal("PostEdited"), postId }),
  /** A post, local or remote, was removed by its author; its emptied row stays. */
  z.object({ type: z.literal("PostRemoved"), postId }),
  /** Somebody, here or elsewhere, passed a post on. */
  z.object({ type: z.literal("PostBoosted"), boostId: idSchema<BoostId>(), postId }),
  /** Somebody took that back. */
  z.object({ type: z.literal("PostUnboosted"), actorId, postId, uri: z.string() }),
  /** Somebody, here or elsewhere, likes something. */
  z.object({ type: z.literal("Liked"), actorId, object: likeableSchema }),
  /** Somebody took that back; `uri` is the id of the Like that is undone. */
  z.object({ type: z.literal("Unliked"), actorId, object: likeableSchema, uri: z.string() }),
]);

/** What happened, as the outbox, the feeds and the notifications hear of it. Ids only: consumers read the rows. */
export type DomainEvent = Readonly<z.output<typeof domainEventSchema>>;

/**
 * Events of one key are handled one after another: the Delete of a post or a case must not overtake its Create, nor an Undo its
 * Like.
 */
export function orderingKeyOf(event: DomainEvent): string | undefined {
  if ("postId" in event) return event.postId;
  if ("caseId" in event) return event.caseId;
  return "object" in event ? `${event.actorId} ${event.object.id}` : undefined;
}

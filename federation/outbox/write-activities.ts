import { ensureInstitutionActor } from "#actions/ensure-institution-actor.ts";
import { leavesTheHouse } from "#domain/audience.ts";
import type { DomainEvent } from "#domain/events.ts";
import type { ActorId } from "#domain/ids.ts";
import { findActor, findActorByHandle } from "#store/actors.ts";
import { type Destination, isOutgoing, listHolders } from "#store/deliveries.ts";
import {
  findFederatedCase,
  findFederatedComment,
  findFederatedOpinion,
  type Party,
  type RepliedCase,
} from "#store/federated.ts";
import { findFollow, listFollowerInboxes } from "#store/follows.ts";
import { trustOf } from "#store/peers.ts";
import { z } from "zod";
import {
  acceptActivity,
  announceActivity,
  caseAnnounceUri,
  createActivity,
  embeddingAnnounce,
  followActivity,
  undoActivity,
} from "../translate/activities.ts";
import { caseNote } from "../translate/case-note.ts";
import { commentNote } from "../translate/comment-note.ts";
import type { NoteDocument } from "../translate/document.ts";
import { opinionNote } from "../translate/opinion-note.ts";
import { announceAddressing } from "../translate/addressing.ts";
import { likeWithdrawn, liked } from "./likes.ts";
import { commentRemoved } from "./removed-comment.ts";
import { merged, type Outgoing, personal, proved, row, type Writer } from "./outgoing.ts";
import { boosted, postEdited, postRemoved, postWritten, unboosted } from "./posts.ts";
import { caseWithdrawn, recallHonoured, withoutDebtors } from "./recalls.ts";
import { caseUnlisted } from "./unlisted.ts";
import { destination, recipients } from "./recipients.ts";

const MEMBER = { kind: "member" } as const;

/**
 * The activities by which other institutions hear of something that happened here. Nothing is written: called twice,
 * it gives the same.
 *
 * @throws Error where something is not there yet that will be, such as the case of an opinion; call it again later
 */
export function writeActivities(writer: Writer, event: DomainEvent): Promise<readonly Outgoing[]> {
  switch (event.type) {
    case "CaseOpened":
      return caseOpened(writer, event);
    case "OpinionGiven":
      return opinionGiven(writer, event);
    case "CommentWritten":
      return commentWritten(writer, event);
    case "CommentRemoved":
      return commentRemoved(writer, event);
    case "OpinionReceived":
    case "CommentReceived":
      return replyReceived(writer, event);
    case "FollowRequested":
      return followRequested(writer, event);
    case "Unfollowed":
      return unfollowed(writer, event);
    case "FollowReceived":
      return followReceived(writer, event);
    case "PostWritten":
      return postWritten(writer, event.postId);
    case "PostEdited":
      return postEdited(writer, event.postId);
    case "PostRemoved":
      return postRemoved(writer, event.postId);
    case "PostBoosted":
      return boosted(writer, event.boostId);
    case "PostUnboosted":
      return unboosted(writer, event);
    case "Liked":
      return liked(writer, event);
    case "Unliked":
      return likeWithdrawn(writer, event);
    case "CaseWithdrawn":
      return caseWithdrawn(writer, event.caseId);
    case "CaseUnlisted":
      return caseUnlisted(writer, event);
    case "RecallHonoured":
      return recallHonoured(writer, event.recall);
    case "CaseReceived":
    case "CaseRemoved":
    case "CaseAnnounced":
    case "PostReceived":
      return Promise.resolve([]);
  }
}

type Event<Type extends DomainEvent["type"]> = Extract<DomainEvent, { readonly type: Type }>;

async function caseOpened(writer: Writer, event: Event<"CaseOpened">): Promise<Outgoing[]> {
  const { db, config } = writer.instance;
  const found = await findFederatedCase(db, event.caseId, MEMBER);
  if (found === undefined || !found.local || !leavesTheHouse(found.audience)) return [];
  const { audience } = found;
  const slug = found.clinical.specialties[0];
  const stream = await findActorByHandle(db, slug, new URL(config.origin).host);
  if (stream === undefined) throw new Error(`The stream ${slug} of case ${found.id} is not there`);
  const note = caseNote(config.origin, { ...found, audience, stream });
  const create = await proved(writer, found.author.id, createActivity(note), found.publishedAt);
  const announce = announceActivity(
    caseAnnounceUri(stream.uri, found.id),
    stream.uri,
    found.uri,
    found.publishedAt,
    announceAddressing(audience, stream, found.author),
  );
  const isPublic = audience === "public";
  const facts = { objectUri: found.uri, isPublic, publishedAt: found.publishedAt };
  const to = async (followed: readonly ActorId[]) =>
    withoutDebtors(writer, audience, recipients(audience, await listFollowerInboxes(db, followed)));
  const toStream = await to([stream.id]);
  return [
    {
      activity: row(create, { ...facts, actorId: found.author.id }),
      destinations: await to([found.author.id, stream.id]),
    },
    {
      activity: row(announce, { ...facts, actorId: stream.id }),
      destinations: toStream,
    },
    {
      // Not in the outbox, where the case would stand twice.
      activity: row(embeddingAnnounce(announce, create), { ...facts, actorId: stream.id, isPublic: false }),
      destinations: toStream,
    },
  ];
}

async function opinionGiven(writer: Writer, event: Event<"OpinionGiven">): Promise<Outgoing[]> {
  const found = await findFederatedOpinion(writer.instance.db, event.opinionId, MEMBER);
  if (found === undefined || !found.local) return [];
  const { audience } = found.case;
  if (!leavesTheHouse(audience)) return [];
  const facts = { ...found, case: { ...found.case, audience } };
  const note = await proved(
    writer,
    found.author.id,
    opinionNote(writer.instance.config.origin, facts),
    found.publishedAt,
  );
  return reply(writer, note, found);
}

async function commentWritten(writer: Writer, event: Event<"CommentWritten">): Promise<Outgoing[]> {
  const found = await findFederatedComment(writer.instance.db, event.commentId, MEMBER);
  if (found === undefined || !found.local) return [];
  const { audience } = found.case;
  if (!leavesTheHouse(audience)) return [];
  const note = commentNote(writer.instance.config.origin, { ...found, case: { ...found.case, audience } });
  return reply(writer, note, found);
}

/** A reply goes to the case's home, which passes it on; from the home itself to everyone who has the case. */
async function reply(
  writer: Writer,
  note: NoteDocument,
  found: { readonly author: Party; readonly case: RepliedCase; readonly publishedAt: Date },
): Promise<Outgoing[]> {
  const { db } = writer.instance;
  const answered = found.case;
  if (!leavesTheHouse(answered.audience)) return [];
  const create = await proved(writer, found.author.id, createActivity(note), found.publishedAt);
  const isPublic = answered.audience === "public";
  const followers = isPublic ? await listFollowerInboxes(db, [found.author.id]) : [];
  const destinations = answered.local
    ? recipients(answered.audience, [...(await holdersOf(writer, answered)), ...followers])
    : merged(await homeOf(writer, answered), recipients(answered.audience, followers));
  return [
    {
      activity: row(create, {
        actorId: found.author.id,
        objectUri: note.id,
        isPublic,
        publishedAt: found.publishedAt,
      }),
      destinations,
    },
  ];
}

/** The home has the case, so a reply tells it nothing that it may not know, whatever the trust in it is now. */
async function homeOf(writer: Writer, answered: RepliedCase): Promise<Destination[]> {
  const trust = await trustOf(writer.instance.db, answered.author.host);
  return trust === "blocked" ? [] : [destination(answered.author.sharedInbox ?? answered.author.inbox)];
}

/** @throws Error where the case was not sent yet: who has it is known only then */
async function holdersOf(writer: Writer, answered: RepliedCase) {
  const { db } = writer.instance;
  if (!(await isOutgoing(db, `${answered.uri}#create`))) {
    throw new Error(`The case ${answered.uri} is not on its way yet; its reply goes after it.`);
  }
  return listHolders(db, answered.uri);
}

const forwarded = z.object({ id: z.string(), type: z.string() });

/**
 * A reply from elsewhere to a case of this institution is passed on, exactly as it came, to everyone who has the case
 * (ActivityPub §7.1.2). They know it by its author's proof; this institution only carries it.
 */
async function replyReceived(
  writer: Writer,
  event: Event<"OpinionReceived" | "CommentReceived">,
): Promise<Outgoing[]> {
  const { db, clock } = writer.instance;
  if (event.forward === null) return [];
  const found =
    event.type === "OpinionReceived"
      ? await findFederatedOpinion(db, event.opinionId, MEMBER)
      : await findFederatedComment(db, event.commentId, MEMBER);
  if (found === undefined || !found.case.local || !leavesTheHouse(found.case.audience)) return [];
  const destinations = recipients(
    found.case.audience,
    await holdersOf(writer, found.case),
    found.author.host,
  );
  const { id, type } = forwarded.parse(JSON.parse(event.forward));
  const institution = await ensureInstitutionActor(writer.instance);
  return [
    {
      activity: {
        uri: id,
        type,
        actorId: institution.id,
        objectUri: found.uri,
        isPublic: false,
        body: event.forward,
        publishedAt: clock(),
      },
      destinations,
    },
  ];
}

async function followRequested(writer: Writer, event: Event<"FollowRequested">): Promise<Outgoing[]> {
  const { db } = writer.instance;
  const [follow, follower, followee] = await Promise.all([
    findFollow(db, event.follower, event.followee),
    findActor(db, event.follower),
    findActor(db, event.followee),
  ]);
  // Withdrawn before it left: there is nothing to ask for any more.
  if (follow === undefined || follower === undefined || followee === undefined) return [];
  return personal(writer, followActivity(follow.uri, follower.uri, followee.uri), follower, followee);
}

async function unfollowed(writer: Writer, event: Event<"Unfollowed">): Promise<Outgoing[]> {
  const { db } = writer.instance;
  const [follower, followee] = await Promise.all([
    findActor(db, event.follower),
    findActor(db, event.followee),
  ]);
  if (follower === undefined || followee === undefined) return [];
  const undo = undoActivity(followActivity(event.uri, follower.uri, followee.uri));
  return personal(writer, undo, follower, followee);
}

async function followReceived(writer: Writer, event: Event<"FollowReceived">): Promise<Outgoing[]> {
  const { db } = writer.instance;
  const [follow, follower, followee] = await Promise.all([
    findFollow(db, event.follower, event.followee),
    findActor(db, event.follower),
    findActor(db, event.followee),
  ]);
  if (follow === undefined || follower === undefined || followee === undefined) return [];
  const accept = acceptActivity(followActivity(follow.uri, follower.uri, followee.uri));
  return personal(writer, accept, followee, follower);
}

import type { DomainEvent } from "#domain/events.ts";
import type { BoostId, PostId } from "#domain/ids.ts";
import { isForEveryone } from "#domain/post.ts";
import { findBoost } from "#store/boosts.ts";
import { type Destination, isOutgoing, listHolders } from "#store/deliveries.ts";
import {
  type FederatedPost,
  findFederatedPost,
  findParty,
  listMentionInboxes,
} from "#store/federated-posts.ts";
import { listFollowerInboxes } from "#store/follows.ts";
import { trustOf } from "#store/peers.ts";
import {
  announceActivity,
  createActivity,
  deleteActivity,
  undoActivity,
  updateActivity,
} from "../translate/activities.ts";
import { present } from "../translate/addressing.ts";
import type { Addressing } from "../translate/document.ts";
import { postAddressing, postNote } from "../translate/post-note.ts";
import { PUBLIC } from "../vocabulary.ts";
import { merged, type Outgoing, proved, row, type Writer } from "./outgoing.ts";
import { recipients } from "./recipients.ts";

/**
 * A post goes to the followers of its author, but for one that is direct, and to whom it names. What is for everyone
 * carries a proof; what is for some does not, so that nobody can show others that it was said.
 */
export async function postWritten(writer: Writer, id: PostId): Promise<Outgoing[]> {
  const { db, config } = writer.instance;
  const post = await findFederatedPost(db, id, "anybody");
  if (post === undefined || !post.local || post.removedAt !== null) return [];
  const create = createActivity(postNote(config.origin, post));
  const isPublic = isForEveryone(post.audience);
  const sent = isPublic ? await proved(writer, post.authorId, create, post.publishedAt) : create;
  return [
    { activity: row(sent, factsOf(post, post.publishedAt)), destinations: await addressees(writer, post) },
  ];
}

/** A changed post goes to everybody who has it, and to whom it names now. */
export async function postEdited(writer: Writer, id: PostId): Promise<Outgoing[]> {
  const { db, config } = writer.instance;
  const post = await findFederatedPost(db, id, "anybody");
  if (post === undefined || !post.local || post.removedAt !== null || post.editedAt === null) return [];
  const update = updateActivity(postNote(config.origin, post), post.editedAt);
  return [
    {
      activity: row(update, factsOf(post, post.editedAt)),
      destinations: merged(await listHolders(db, post.uri), await addressees(writer, post)),
    },
  ];
}

/** A removed post is taken back from everybody who has it; where it never left, nobody is told. */
export async function postRemoved(writer: Writer, id: PostId): Promise<Outgoing[]> {
  const { db, clock } = writer.instance;
  const post = await findFederatedPost(db, id, "anybody");
  if (post === undefined || !post.local || !(await isOutgoing(db, `${post.uri}#create`))) return [];
  const deletion = deleteActivity(
    post.uri,
    post.author.uri,
    postAddressing(post.audience, post.author, post.mentions),
  );
  return [
    {
      activity: row(deletion, factsOf(post, post.removedAt ?? clock())),
      destinations: (await listHolders(db, post.uri)).map(({ inbox, host }) => ({ inbox, host })),
    },
  ];
}

/** A persona's boost goes to its followers and to the author of the post. */
export async function boosted(writer: Writer, id: BoostId): Promise<Outgoing[]> {
  const { db } = writer.instance;
  const boost = await findBoost(db, id);
  if (boost === undefined) return [];
  const [booster, post] = await Promise.all([
    findParty(db, boost.actorId),
    findFederatedPost(db, boost.postId, "anybody"),
  ]);
  if (booster === undefined || !booster.local || post === undefined) return [];
  const addressing = boostAddressing(booster, post);
  const announce = announceActivity(boost.uri, booster.uri, post.uri, boost.publishedAt, addressing);
  return [
    {
      activity: row(announce, {
        actorId: booster.id,
        objectUri: post.uri,
        isPublic: true,
        publishedAt: boost.publishedAt,
      }),
      destinations: await boostDestinations(writer, booster.id, post),
    },
  ];
}

/** The same to the same, once it is taken back. */
export async function unboosted(
  writer: Writer,
  event: Extract<DomainEvent, { readonly type: "PostUnboosted" }>,
): Promise<Outgoing[]> {
  const { db, clock } = writer.instance;
  const [booster, post] = await Promise.all([
    findParty(db, event.actorId),
    findFederatedPost(db, event.postId, "anybody"),
  ]);
  if (booster === undefined || !booster.local || post === undefined) return [];
  const now = clock();
  const announce = announceActivity(event.uri, booster.uri, post.uri, now, boostAddressing(booster, post));
  return [
    {
      activity: row(undoActivity(announce), {
        actorId: booster.id,
        objectUri: post.uri,
        isPublic: false,
        publishedAt: now,
      }),
      destinations: await boostDestinations(writer, booster.id, post),
    },
  ];
}

const factsOf = (post: FederatedPost, publishedAt: Date) => ({
  actorId: post.authorId,
  objectUri: post.uri,
  isPublic: post.removedAt === null && isForEveryone(post.audience),
  publishedAt,
});

async function addressees({ instance: { db } }: Writer, post: FederatedPost): Promise<Destination[]> {
  const followers = post.audience === "direct" ? [] : await listFollowerInboxes(db, [post.authorId]);
  const named = (await listMentionInboxes(db, post.id)).map(({ inbox, sharedInbox, trust }) => ({
    inbox: post.audience === "direct" ? inbox : (sharedInbox ?? inbox),
    trust: trust ?? "unknown",
  }));
  return recipients("public", [...followers, ...named]);
}

const boostAddressing = (
  booster: { readonly followers: string | null },
  post: FederatedPost,
): Addressing => ({ to: [PUBLIC], cc: present([booster.followers, post.author.uri]) });

async function boostDestinations(
  { instance: { db } }: Writer,
  boosterId: FederatedPost["authorId"],
  { author, local }: FederatedPost,
): Promise<Destination[]> {
  const followers = await listFollowerInboxes(db, [boosterId]);
  const home = local
    ? []
    : [{ inbox: author.sharedInbox ?? author.inbox, trust: await trustOf(db, author.host) }];
  return recipients("public", [...followers, ...home]);
}

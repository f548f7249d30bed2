import { and, eq, ne, sql } from "drizzle-orm";
import type { DomainEvent } from "#domain/events.ts";
import { type ActorId, type CaseId, type CommentId, newId, type OpinionId } from "#domain/ids.ts";
import type { Transaction } from "#store/database.ts";
import { holdFollowers } from "#store/home.ts";
import { insertNotifications } from "#store/notifications.ts";
import {
  actors,
  cases,
  comments,
  feedEntries,
  follows,
  type NotificationKind,
  opinions,
  streamCases,
} from "#store/schema/index.ts";
import { feedBoost, feedPost } from "./feed-posts.ts";
import { announceLive } from "./live-channel.ts";
import { notifyBoosted, notifyLiked, notifyMentioned } from "./notify-posts.ts";

/**
 * Writes what a domain event means for the timelines and the notifications of the personas here, and tells open
 * pages. Doing it twice changes nothing, so an event that comes again does no harm.
 */
export async function writeFeeds(tx: Transaction, event: DomainEvent, now: Date): Promise<void> {
  switch (event.type) {
    case "CaseOpened":
    case "CaseReceived":
      return feedCases(tx, [event.caseId]);
    case "CaseAnnounced":
      await feedAnnounced(tx, event.caseId, event.streamId);
      return announceLive(tx, { type: "case", caseId: event.caseId });
    case "CaseWithdrawn":
    case "CaseRemoved":
      // What was written into timelines while the case was being taken away.
      await tx.delete(feedEntries).where(eq(feedEntries.subjectId, event.caseId));
      return;
    case "OpinionGiven":
    case "OpinionReceived": {
      const [opinion] = await tx.select().from(opinions).where(eq(opinions.id, event.opinionId));
      if (opinion === undefined) return;
      const reply = { ...opinion, opinionId: opinion.id };
      await notifyAsker(tx, "opinion", reply, now);
      await notifyAnswerers(tx, reply, now);
      return announceLive(tx, { type: "opinion", caseId: opinion.caseId, opinionId: opinion.id });
    }
    case "CommentWritten":
    case "CommentReceived": {
      const [comment] = await tx.select().from(comments).where(eq(comments.id, event.commentId));
      if (comment === undefined) return;
      await notifyAsker(tx, "comment", { ...comment, commentId: comment.id }, now);
      return announceLive(tx, { type: "comment", caseId: comment.caseId });
    }
    case "FollowReceived":
      return notifyFollowee(tx, event.follower, event.followee, now);
    case "PostWritten":
    case "PostReceived":
      await feedPost(tx, event.postId);
      await notifyMentioned(tx, event.postId, now);
      return announceLive(tx, { type: "post", postId: event.postId });
    case "PostEdited":
      await notifyMentioned(tx, event.postId, now);
      return announceLive(tx, { type: "post-edited", postId: event.postId });
    case "PostRemoved":
      return announceLive(tx, { type: "post-removed", postId: event.postId });
    case "PostBoosted":
      await feedBoost(tx, event.boostId);
      await notifyBoosted(tx, event.boostId, now);
      return announceLive(tx, { type: "boost", postId: event.postId, boostId: event.boostId });
    case "PostUnboosted":
      // Whoever follows the author keeps the post, which stood in the timeline by the boost.
      return feedPost(tx, event.postId);
    case "Liked":
      return notifyLiked(tx, event.actorId, event.object, now);
    case "CommentRemoved":
      return announceLive(tx, { type: "comment", caseId: event.caseId });
    case "Unliked":
    case "FollowRequested":
    case "RecallHonoured":
    case "CaseUnlisted":
    case "Unfollowed":
  }
}

/**
 * Puts cases into the home timelines of their authors, and of everybody here who follows these or a stream that a case is
 * in; tells open pages.
 */
export async function feedCases(tx: Transaction, ids: readonly CaseId[]): Promise<void> {
  await holdFollowers(tx);
  const wanted = sql`(select json_array_elements_text(${JSON.stringify(ids)}::text::json)::uuid)`;
  // In order, so that of two statements which write the same entries only one waits for the other.
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, kind, subject_id, published_at)
    select f.follower_id, 'case', c.id, c.published_at
    from ${cases} c
    cross join lateral (
      select c.author_id as id union select stream_id from ${streamCases} s where s.case_id = c.id
    ) as source
    join ${follows} f on f.followee_id = source.id and f.state = 'accepted'
    join ${actors} a on a.id = f.follower_id and a.local
    where c.id in ${wanted}
    union
    select c.author_id, 'case', c.id, c.published_at from ${cases} c where c.id in ${wanted} and c.local
    order by 1, 3
    on conflict do nothing`);
  await announceLive(tx, ...ids.map((caseId) => ({ type: "case", caseId }) as const));
}

async function feedAnnounced(tx: Transaction, caseId: CaseId, streamId: ActorId): Promise<void> {
  await holdFollowers(tx);
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, kind, subject_id, published_at)
    select f.follower_id, 'case', c.id, c.published_at
    from ${cases} c
    join ${follows} f on f.followee_id = ${streamId} and f.state = 'accepted'
    join ${actors} a on a.id = f.follower_id and a.local
    where c.id = ${caseId}
    on conflict do nothing`);
}

interface Reply {
  readonly id: string;
  readonly opinionId?: OpinionId;
  readonly commentId?: CommentId;
  readonly caseId: CaseId;
  readonly authorId: ActorId;
}

/** Tells the case's author, who may be here, that somebody answered. */
async function notifyAsker(
  tx: Transaction,
  kind: "opinion" | "comment",
  reply: Reply,
  now: Date,
): Promise<void> {
  const askers = await tx
    .select({ ownerId: cases.authorId })
    .from(cases)
    .where(and(eq(cases.id, reply.caseId), eq(cases.local, true), ne(cases.authorId, reply.authorId)));
  await notify(tx, kind, askers, reply, now);
}

/** Tells those here who answered the same case before. */
async function notifyAnswerers(tx: Transaction, reply: Reply, now: Date): Promise<void> {
  const answerers = await tx
    .selectDistinct({ ownerId: opinions.authorId })
    .from(opinions)
    .where(
      and(eq(opinions.caseId, reply.caseId), eq(opinions.local, true), ne(opinions.authorId, reply.authorId)),
    );
  await notify(tx, "answered-too", answerers, reply, now);
}

async function notify(
  tx: Transaction,
  kind: NotificationKind,
  owners: readonly { readonly ownerId: ActorId }[],
  reply: Reply,
  now: Date,
): Promise<void> {
  await insertNotifications(
    tx,
    owners.map(({ ownerId }) => ({
      id: newId(),
      ownerId,
      kind,
      actorId: reply.authorId,
      caseId: reply.caseId,
      opinionId: reply.opinionId,
      commentId: reply.commentId,
      createdAt: now,
      dedupe: `${kind} ${reply.id} ${ownerId}`,
    })),
  );
}

async function notifyFollowee(
  tx: Transaction,
  follower: ActorId,
  followee: ActorId,
  now: Date,
): Promise<void> {
  const personas = await tx
    .select({ id: actors.id })
    .from(actors)
    .where(and(eq(actors.id, followee), eq(actors.type, "Person"), eq(actors.local, true)));
  await insertNotifications(
    tx,
    personas.map(({ id }) => ({
      id: newId(),
      ownerId: id,
      kind: "follow",
      actorId: follower,
      createdAt: now,
      dedupe: `follow ${follower} ${followee}`,
    })),
  );
}

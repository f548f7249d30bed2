import { eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { visibleAudiences } from "#domain/audience.ts";
import type { ActorId, CaseId, ListId } from "#domain/ids.ts";
import { postReaderOf, type Reader } from "#domain/reader.ts";
import type { StatusKind, StatusRef } from "#domain/status-ref.ts";
import type { Database } from "./database.ts";
import { isOpenTo } from "./openness.ts";
import type { Window } from "./page.ts";
import { seenBy as postSeenBy } from "./post-access.ts";
import {
  bookmarks,
  boosts,
  caseImages,
  cases,
  comments,
  feedEntries,
  followOptions,
  likes,
  listMembers,
  opinions,
  pins,
  postAttachments,
  posts,
  postTags,
  streamCases,
} from "./schema/index.ts";
import { isHeardBy } from "./silenced.ts";
import {
  type Branch,
  caseBranch,
  listBranches,
  postBranch,
  readRef,
  type RefRow,
} from "./status-lists/branches.ts";

const caseSeenBy = ({ viewer }: Reader): SQL =>
  sql`${cases.audience} in (${sql.join(
    visibleAudiences(viewer).map((audience) => sql`${audience}`),
    sql`, `,
  )})`;

/** The home timeline of a persona, without whom it muted and boosts that it does not want. */
export function listHomeRefs(db: Database, reader: Reader, window: Window): Promise<StatusRef[]> {
  if (reader.me === undefined) return Promise.resolve([]);
  const { actorId } = reader.me;
  const branch: Branch = {
    kind: sql`case when ${feedEntries.boostId} is not null then 'boost' else ${feedEntries.kind} end`,
    from: sql`${feedEntries}
      left join ${cases} on ${cases.id} = ${feedEntries.subjectId}
      left join ${posts} on ${posts.id} = ${feedEntries.subjectId}
      left join ${boosts} on ${boosts.id} = ${feedEntries.boostId}`,
    id: feedEntries.itemId,
    publishedAt: feedEntries.publishedAt,
    where: [
      eq(feedEntries.ownerId, actorId),
      isHeardBy(reader, sql`coalesce(${cases.authorId}, ${posts.authorId})`),
      sql`(${feedEntries.boostId} is null or (${isHeardBy(reader, boosts.actorId)} and not exists (
        select from ${followOptions} o where o.owner_id = ${actorId} and o.target_id = ${boosts.actorId} and not o.boosts)))`,
    ],
  };
  return listBranches(db, [branch], window);
}

/** Which statuses a timeline is of. */
export interface TimelineChoice {
  readonly origin?: "local" | "remote" | undefined;
  readonly onlyMedia?: boolean | undefined;
  /** Cases of this specialty, and no others. */
  readonly specialty?: string | undefined;
  /** Posts with this hashtag, and no others: without the #, in lower case. */
  readonly tag?: string | undefined;
  /** Of whom a list holds, or in the streams that it holds. */
  readonly list?: ListId | undefined;
  /** Cases only. */
  readonly withoutPosts?: boolean | undefined;
}

/** Cases and posts that the reader may see, whoever wrote them. */
export function listTimelineRefs(
  db: Database,
  reader: Reader,
  choice: TimelineChoice,
  window: Window,
): Promise<StatusRef[]> {
  const isLocal = choice.origin && (choice.origin === "local" ? sql`true` : sql`false`);
  const ofCases = caseBranch([
    caseSeenBy(reader),
    isHeardBy(reader, cases.authorId),
    isLocal && sql`${cases.local} = ${isLocal}`,
    choice.onlyMedia === true ? hasImages : undefined,
    ofSpecialty(choice.specialty),
    choice.list && inList(choice.list, cases.authorId, isInListedStream(choice.list)),
  ]);
  const ofPosts = postBranch([
    postSeenBy(postReaderOf(reader)),
    choice.list === undefined ? sql`${posts.audience} = 'public'` : undefined,
    isHeardBy(reader, posts.authorId),
    isLocal && sql`${posts.local} = ${isLocal}`,
    choice.onlyMedia === true ? hasAttachments : undefined,
    choice.tag === undefined
      ? undefined
      : sql`exists (select from ${postTags} t where t.post_id = ${posts.id} and t.tag = ${choice.tag})`,
    choice.list && inList(choice.list, posts.authorId),
  ]);
  const hasCases = choice.tag === undefined || choice.specialty !== undefined;
  const hasPosts = choice.withoutPosts !== true;
  return listBranches(db, [...(hasCases ? [ofCases] : []), ...(hasPosts ? [ofPosts] : [])], window);
}

const hasImages = sql`exists (select from ${caseImages} i where i.case_id = ${cases.id} and i.stored)`;
const hasAttachments = sql`exists (select from ${postAttachments} a where a.post_id = ${posts.id} and a.stored)`;

const ofSpecialty = (slug: string | undefined): SQL | undefined =>
  slug === undefined ? undefined : sql`${cases.clinical} -> 'specialties' ? ${slug}`;

const inList = (list: ListId, author: PgColumn, or: SQL = sql`false`): SQL =>
  sql`(exists (select from ${listMembers} l where l.list_id = ${list} and l.actor_id = ${author}) or ${or})`;

const isInListedStream = (list: ListId): SQL =>
  sql`exists (select from ${listMembers} l join ${streamCases} s on s.stream_id = l.actor_id where l.list_id = ${list} and s.case_id = ${cases.id})`;

/** What of an account's statuses is wanted. */
export interface AccountChoice {
  readonly excludeReplies: boolean;
  readonly excludeBoosts: boolean;
  readonly onlyMedia: boolean;
  /** A hashtag, without the #, in lower case, and the specialty that it names. */
  readonly tag: { readonly name: string; readonly specialty: string | undefined } | undefined;
}

/** What an actor wrote and passed on, or what came into a stream, as far as the reader may see it. */
export function listAccountRefs(
  db: Database,
  reader: Reader,
  account: { readonly id: ActorId; readonly isStream: boolean },
  choice: AccountChoice,
  window: Window,
): Promise<StatusRef[]> {
  const isOwn = reader.me?.actorId === account.id;
  const { tag } = choice;
  const specialty = tag && (tag.specialty === undefined ? sql`false` : ofSpecialty(tag.specialty));
  const ofCases = caseBranch([
    account.isStream
      ? sql`exists (select from ${streamCases} s where s.case_id = ${cases.id} and s.stream_id = ${account.id})`
      : eq(cases.authorId, account.id),
    caseSeenBy(reader),
    specialty,
    choice.onlyMedia ? hasImages : undefined,
  ]);
  if (account.isStream) return listBranches(db, [ofCases], window);
  const replies = (kind: "opinion" | "comment", table: typeof opinions | typeof comments): Branch => ({
    kind: kind === "opinion" ? sql`'opinion'` : sql`'comment'`,
    from: sql`${table} join ${cases} on ${cases.id} = ${table.caseId}`,
    id: table.id,
    publishedAt: table.publishedAt,
    where: [eq(table.authorId, account.id), caseSeenBy(reader), isOwn ? undefined : isOpenTo(reader)],
  });
  const ofPosts = postBranch([
    eq(posts.authorId, account.id),
    postSeenBy(postReaderOf(reader)),
    choice.excludeReplies ? sql`${posts.inReplyTo} is null` : undefined,
    choice.onlyMedia ? hasAttachments : undefined,
    tag && sql`exists (select from ${postTags} t where t.post_id = ${posts.id} and t.tag = ${tag.name})`,
  ]);
  const ofBoosts: Branch = {
    kind: sql`'boost'`,
    from: sql`${boosts}`,
    id: boosts.id,
    publishedAt: boosts.publishedAt,
    where: [eq(boosts.actorId, account.id)],
  };
  const isPlain = !choice.onlyMedia && tag === undefined;
  return listBranches(
    db,
    [
      ofCases,
      ofPosts,
      ...(isPlain && !choice.excludeReplies
        ? [replies("opinion", opinions), replies("comment", comments)]
        : []),
      ...(isPlain && !choice.excludeBoosts ? [ofBoosts] : []),
    ],
    window,
  );
}

/** Everything below a case, first written first; whether the reader may see each is for `loadStatuses`. */
export async function listReplyRefs(db: Database, caseId: CaseId): Promise<StatusRef[]> {
  const rows = await db.execute<RefRow>(sql`
    select 'opinion'::text as kind, id, published_at from ${opinions} where case_id = ${caseId}
    union all select 'comment', id, published_at from ${comments} where case_id = ${caseId}
    order by published_at, id limit 1000`);
  return rows.map(readRef);
}

/** What a persona marked or likes: where it stands in the list, and what it is. */
export interface MarkedRef {
  readonly id: string;
  /** When it was marked. */
  readonly publishedAt: Date;
  readonly kind: StatusKind;
}

/** What a persona bookmarked or likes, what was marked last first. */
export async function listMarkedRefs(
  db: Database,
  ownerId: ActorId,
  list: "bookmarks" | "likes",
  window: Window,
): Promise<MarkedRef[]> {
  const branch =
    list === "bookmarks"
      ? {
          kind: sql`${bookmarks.kind}`,
          from: sql`${bookmarks}`,
          id: bookmarks.objectId,
          publishedAt: bookmarks.createdAt,
          where: [eq(bookmarks.ownerId, ownerId)],
        }
      : {
          kind: sql`${likes.objectKind}`,
          from: sql`${likes}`,
          id: likes.objectId,
          publishedAt: likes.createdAt,
          where: [eq(likes.actorId, ownerId)],
        };
  return listBranches(db, [branch], window);
}

/** What an actor pinned to its profile, the latest first. */
export async function listPinRefs(db: Database, ownerId: ActorId): Promise<StatusRef[]> {
  const rows = await db
    .select()
    .from(pins)
    .where(eq(pins.ownerId, ownerId))
    .orderBy(sql`${pins.createdAt} desc`);
  return rows.map((row) => ({ kind: row.kind, id: row.objectId, publishedAt: row.createdAt }));
}

/** The reference of a row that is here, with the time that it sorts by. */
export async function findRef(
  db: Database,
  { kind, id }: Pick<StatusRef, "kind" | "id">,
): Promise<StatusRef | undefined> {
  const table = { case: cases, opinion: opinions, comment: comments, post: posts, boost: boosts }[kind];
  const [row] = await db.execute<{ published_at: string }>(
    sql`select published_at from ${table} where id = ${id}`,
  );
  return row && { kind, id, publishedAt: new Date(row.published_at) };
}

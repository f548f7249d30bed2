import { and, eq, exists, inArray, type SQL, sql } from "drizzle-orm";
import { visibleAudiences } from "#domain/audience.ts";
import type { ActorId, CaseId, ListId } from "#domain/ids.ts";
import type { Reader } from "#domain/reader.ts";
import type { StatusKind, StatusRef } from "#domain/status-ref.ts";
import type { Database } from "./database.ts";
import { isOpenTo } from "./openness.ts";
import { latestFirst, orderOf, type Window, within } from "./page.ts";
import {
  bookmarks,
  caseImages,
  cases,
  comments,
  feedEntries,
  listMembers,
  opinions,
  pins,
  streamCases,
} from "./schema/index.ts";
import { isHeardBy } from "./silenced.ts";

/** A part of a list of statuses: the references, and the places in the list that they stand at. */
export interface StatusPage {
  readonly refs: readonly StatusRef[];
}

const ref =
  (kind: StatusKind) =>
  (row: { id: string; publishedAt: Date }): StatusRef => ({ ...row, kind });

/** The home timeline of a persona. */
export async function listHomeRefs(db: Database, reader: Reader, window: Window): Promise<StatusRef[]> {
  if (reader.me === undefined) return [];
  const rows = await db
    .select({ id: feedEntries.caseId, publishedAt: feedEntries.publishedAt })
    .from(feedEntries)
    .innerJoin(cases, eq(cases.id, feedEntries.caseId))
    .where(
      and(
        eq(feedEntries.ownerId, reader.me.actorId),
        isHeardBy(reader, cases.authorId),
        within(window, feedEntries.publishedAt, feedEntries.caseId),
      ),
    )
    .orderBy(...orderOf(window, feedEntries.publishedAt, feedEntries.caseId))
    .limit(window.limit);
  return latestFirst(window, rows.map(ref("case")));
}

/** Which cases a timeline is of. */
export interface CaseChoice {
  readonly origin?: "local" | "remote" | undefined;
  readonly onlyMedia?: boolean | undefined;
  readonly specialty?: string | undefined;
  /** Of these authors or in these streams. */
  readonly list?: ListId | undefined;
}

/** Cases that the reader may see, whoever asked. */
export async function listCaseRefs(
  db: Database,
  reader: Reader,
  choice: CaseChoice,
  window: Window,
): Promise<StatusRef[]> {
  const rows = await db
    .select({ id: cases.id, publishedAt: cases.publishedAt })
    .from(cases)
    .where(
      and(
        inArray(cases.audience, [...visibleAudiences(reader.viewer)]),
        isHeardBy(reader, cases.authorId),
        choice.origin && eq(cases.local, choice.origin === "local"),
        choice.onlyMedia === true ? hasImages(db) : undefined,
        choice.specialty === undefined
          ? undefined
          : sql`${cases.clinical} -> 'specialties' ? ${choice.specialty}`,
        choice.list && inList(choice.list),
        within(window, cases.publishedAt, cases.id),
      ),
    )
    .orderBy(...orderOf(window, cases.publishedAt, cases.id))
    .limit(window.limit);
  return latestFirst(window, rows.map(ref("case")));
}

const hasImages = (db: Database): SQL =>
  exists(
    db
      .select({ id: caseImages.id })
      .from(caseImages)
      .where(and(eq(caseImages.caseId, cases.id), eq(caseImages.stored, true))),
  );

const inList = (list: ListId): SQL =>
  sql`exists (select from ${listMembers} l where l.list_id = ${list} and (l.actor_id = ${cases.authorId}
    or exists (select from ${streamCases} s where s.case_id = ${cases.id} and s.stream_id = l.actor_id)))`;

/** What of an account's statuses is wanted. */
export interface AccountChoice {
  readonly excludeReplies: boolean;
  readonly onlyMedia: boolean;
  readonly specialty: string | undefined;
}

/** What an actor wrote, or what came into a stream, as far as the reader may see it. */
export async function listAccountRefs(
  db: Database,
  reader: Reader,
  account: { readonly id: ActorId; readonly isStream: boolean },
  choice: AccountChoice,
  window: Window,
): Promise<StatusRef[]> {
  const audiences = sql.join(
    visibleAudiences(reader.viewer).map((audience) => sql`${audience}`),
    sql`, `,
  );
  const seen = sql`${cases.audience} in (${audiences})`;
  const isTheirs = account.isStream
    ? sql`exists (select from ${streamCases} s where s.case_id = ${cases.id} and s.stream_id = ${account.id})`
    : sql`${cases.authorId} = ${account.id}`;
  const ofSpecialty =
    choice.specialty === undefined
      ? sql`true`
      : sql`${cases.clinical} -> 'specialties' ? ${choice.specialty}`;
  const media = choice.onlyMedia
    ? sql`exists (select from ${caseImages} i where i.case_id = ${cases.id} and i.stored)`
    : sql`true`;
  const isOwn = reader.me?.actorId === account.id;
  const open = isOwn ? sql`true` : isOpenTo(reader);
  const replies = (kind: StatusKind, table: typeof opinions | typeof comments): SQL =>
    sql`union all select ${kind}::text, ${table.id}, ${table.publishedAt} from ${table} join ${cases} on ${cases.id} = ${table.caseId}
      where ${table.authorId} = ${account.id} and ${seen} and ${open} and ${ofSpecialty}`;
  const withReplies = !choice.excludeReplies && !choice.onlyMedia && !account.isStream;
  const rows = await db.execute<{ kind: StatusKind; id: string; published_at: string }>(sql`
    select kind, id, published_at from (
      select 'case'::text as kind, ${cases.id}, ${cases.publishedAt} from ${cases}
        where ${isTheirs} and ${seen} and ${ofSpecialty} and ${media}
      ${withReplies ? sql`${replies("opinion", opinions)} ${replies("comment", comments)}` : sql``}
    ) theirs
    where ${windowOf(window)}
    order by ${window.from === "latest" ? sql`published_at desc, id desc` : sql`published_at, id`}
    limit ${window.limit}`);
  return latestFirst(
    window,
    rows.map(({ kind, id, published_at: publishedAt }) => ({ kind, id, publishedAt: new Date(publishedAt) })),
  );
}

const windowOf = ({ before, after }: Window): SQL =>
  sql`${before ? sql`(published_at, id) < (${before.publishedAt.toISOString()}::timestamptz, ${before.id}::uuid)` : sql`true`}
    and ${after ? sql`(published_at, id) > (${after.publishedAt.toISOString()}::timestamptz, ${after.id}::uuid)` : sql`true`}`;

/** Everything below a case, first written first; whether the reader may see each is for `loadStatuses`. */
export async function listReplyRefs(db: Database, caseId: CaseId): Promise<StatusRef[]> {
  const rows = await db.execute<{ kind: StatusKind; id: string; published_at: string }>(sql`
    select 'opinion'::text as kind, id, published_at from ${opinions} where case_id = ${caseId}
    union all select 'comment', id, published_at from ${comments} where case_id = ${caseId}
    order by published_at, id limit 1000`);
  return rows.map(({ kind, id, published_at: publishedAt }) => ({
    kind,
    id,
    publishedAt: new Date(publishedAt),
  }));
}

/** What a persona marked, with the place in the list: the time at which it was marked. */
export async function listBookmarkRefs(
  db: Database,
  ownerId: ActorId,
  window: Window,
): Promise<{ readonly ref: StatusRef; readonly markedAt: Date }[]> {
  const rows = await db
    .select()
    .from(bookmarks)
    .where(and(eq(bookmarks.ownerId, ownerId), within(window, bookmarks.createdAt, bookmarks.objectId)))
    .orderBy(...orderOf(window, bookmarks.createdAt, bookmarks.objectId))
    .limit(window.limit);
  return latestFirst(window, rows).map((row) => ({
    ref: { kind: row.kind, id: row.objectId, publishedAt: row.createdAt },
    markedAt: row.createdAt,
  }));
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

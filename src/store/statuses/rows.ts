import { and, asc, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { visibleAudiences } from "#domain/audience.ts";
import type { ActorId } from "#domain/ids.ts";
import type { Reader } from "#domain/reader.ts";
import type { StatusKind } from "#domain/status-ref.ts";
import type { actorSummary } from "../actor-summary.ts";
import type { Database } from "../database.ts";
import { isOpenTo } from "../openness.ts";
import { actors, caseImages, cases, comments, opinions } from "../schema/index.ts";
import { uuids } from "./uuids.ts";

const asker = alias(actors, "asker");
const stream = alias(actors, "stream");
const askerSummary = {
  id: asker.id,
  uri: asker.uri,
  type: asker.type,
  handle: asker.username,
  host: asker.host,
  name: asker.name,
  local: asker.local,
  url: asker.url,
  verified: asker.verified,
} satisfies { [Key in keyof typeof actorSummary]: unknown };

const seenBy = ({ viewer }: Reader): SQL => inArray(cases.audience, [...visibleAudiences(viewer)]);

const countReplies = (table: typeof opinions | typeof comments) =>
  sql<number>`(select count(*)::int from ${table} where ${table.caseId} = ${cases.id})`;

/** Those of these cases that the reader may see. */
export const selectCases = (db: Database, reader: Reader, ids: readonly string[]) =>
  db
    .select({
      id: cases.id,
      uri: cases.uri,
      url: cases.url,
      local: cases.local,
      authorId: cases.authorId,
      audience: cases.audience,
      clinical: cases.clinical,
      publishedAt: cases.publishedAt,
      stream: { id: stream.id, username: stream.username, host: stream.host, url: stream.url },
      opinionCount: countReplies(opinions),
      commentCount: countReplies(comments),
      isOpen: isOpenTo(reader),
      isAnswered:
        reader.me === undefined
          ? sql<boolean>`false`
          : sql<boolean>`exists (select from ${opinions} where ${opinions.caseId} = ${cases.id} and ${opinions.accountId} = ${reader.me.accountId})`,
    })
    .from(cases)
    .leftJoin(
      stream,
      and(
        eq(cases.local, true),
        eq(stream.local, true),
        eq(stream.type, "Group"),
        sql`${stream.username} = ${cases.clinical} -> 'specialties' ->> 0`,
      ),
    )
    .where(and(sql`${cases.id} = any(${uuids(ids)})`, seenBy(reader)));

/** The pictures of these cases that are here, in their order. */
export const selectImages = (db: Database, ids: readonly string[]) =>
  db
    .select()
    .from(caseImages)
    .where(and(sql`${caseImages.caseId} = any(${uuids(ids)})`, eq(caseImages.stored, true)))
    .orderBy(asc(caseImages.position));

/** A reply is seen by whom its case is seen by, once the case is open to them; one's own always. */
const replySeenBy = (reader: Reader, table: typeof opinions | typeof comments): SQL | undefined =>
  and(
    seenBy(reader),
    reader.me === undefined ? undefined : or(isOpenTo(reader), eq(table.authorId, reader.me.actorId)),
  );

const ofCase = {
  caseId: cases.id,
  casePublishedAt: cases.publishedAt,
  audience: cases.audience,
  asker: askerSummary,
};

/** Those of these opinions that the reader may see, each with its case. */
export const selectOpinions = (db: Database, reader: Reader, ids: readonly string[]) =>
  db
    .select({
      id: opinions.id,
      uri: opinions.uri,
      local: opinions.local,
      authorId: opinions.authorId,
      publishedAt: opinions.publishedAt,
      body: opinions.body,
      admission: opinions.admission,
      ...ofCase,
    })
    .from(opinions)
    .innerJoin(cases, eq(cases.id, opinions.caseId))
    .innerJoin(asker, eq(asker.id, cases.authorId))
    .where(and(sql`${opinions.id} = any(${uuids(ids)})`, replySeenBy(reader, opinions)));

/** As JSON gives it: the time is a text. */
interface ParentRow {
  readonly kind: StatusKind;
  readonly id: string;
  readonly publishedAt: string;
  readonly authorId: ActorId;
}

/** Those of these comments that the reader may see, each with its case and what it answers. */
export const selectComments = (db: Database, reader: Reader, ids: readonly string[]) => {
  const parent = (kind: StatusKind, table: typeof cases | typeof opinions | typeof comments) =>
    sql`select json_build_object('kind', ${kind}::text, 'id', p.id, 'publishedAt', p.published_at, 'authorId', p.author_id) from ${table} p where p.uri = ${comments.inReplyTo}`;
  return db
    .select({
      id: comments.id,
      uri: comments.uri,
      local: comments.local,
      authorId: comments.authorId,
      publishedAt: comments.publishedAt,
      content: comments.content,
      parent: sql<ParentRow | null>`coalesce((${parent("case", cases)}), (${parent("opinion", opinions)}), (${parent("comment", comments)}))`,
      ...ofCase,
    })
    .from(comments)
    .innerJoin(cases, eq(cases.id, comments.caseId))
    .innerJoin(asker, eq(asker.id, cases.authorId))
    .where(and(sql`${comments.id} = any(${uuids(ids)})`, replySeenBy(reader, comments)));
};

import { and, asc, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Audience, visibleAudiences } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import {
  type ActorId,
  type BoostId,
  type CaseId,
  type CommentId,
  type OpinionId,
  parseIds,
  type PostId,
} from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import type { OpinionBody } from "#domain/opinion.ts";
import type { Likeable } from "#domain/likeable.ts";
import { postReaderOf, type Reader } from "#domain/reader.ts";
import type { StatusKind, StatusRef } from "#domain/status-ref.ts";
import { type ActorSummary, actorSummary } from "./actor-summary.ts";
import type { Database } from "./database.ts";
import { boostedAmong, summariseBoosts } from "./boosts.ts";
import { countLikes, likedAmong } from "./likes.ts";
import { isOpenTo } from "./openness.ts";
import { type PostSummary, summarisePosts } from "./post-summaries.ts";
import {
  actors,
  bookmarks,
  caseImages,
  cases,
  comments,
  mutedThreads,
  opinions,
  pins,
} from "./schema/index.ts";

/** What every status has, whatever it is. */
interface StatusBase extends StatusRef {
  readonly uri: string;
  readonly local: boolean;
  readonly authorId: ActorId;
  readonly likeCount: number;
  readonly marks: Marks;
}

/** How the reader marked a status. */
export interface Marks {
  readonly bookmarked: boolean;
  readonly pinned: boolean;
  /** Its thread. */
  readonly muted: boolean;
  readonly liked: boolean;
  readonly boosted: boolean;
}

export interface CaseStatus extends StatusBase {
  readonly kind: "case";
  readonly id: CaseId;
  readonly url: string;
  readonly audience: Audience;
  readonly clinical: ClinicalCase;
  readonly images: readonly CaseImage[];
  /** The stream of this institution that it was addressed to. */
  readonly stream: {
    readonly id: ActorId;
    readonly username: string;
    readonly host: string;
    readonly url: string;
  } | null;
  readonly opinionCount: number;
  readonly commentCount: number;
  /** Whether others' replies are shown to the reader. */
  readonly isOpen: boolean;
  readonly isAnswered: boolean;
}

/** The case that a reply belongs to. */
export interface RepliedTo extends StatusRef {
  readonly kind: "case";
  readonly id: CaseId;
  readonly audience: Audience;
  readonly author: ActorSummary;
}

export interface OpinionStatus extends StatusBase {
  readonly kind: "opinion";
  readonly id: OpinionId;
  readonly case: RepliedTo;
  readonly body: OpinionBody;
  readonly admission: string;
}

export interface CommentStatus extends StatusBase {
  readonly kind: "comment";
  readonly id: CommentId;
  readonly case: RepliedTo;
  /** What it answers: the case, or something below it. */
  readonly parent: (StatusRef & { readonly authorId: ActorId }) | null;
  readonly content: string;
}

export interface PostStatus extends StatusBase {
  readonly kind: "post";
  readonly id: PostId;
  readonly post: PostSummary;
}

/** That somebody passed a post on. */
export interface BoostStatus extends StatusBase {
  readonly kind: "boost";
  readonly id: BoostId;
  readonly of: PostStatus;
}

export type StatusRecord = CaseStatus | OpinionStatus | CommentStatus | PostStatus | BoostStatus;

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

/**
 * The statuses of these references that the reader may see, in the same order; what is absent or not for their eyes is left
 * out. A bounded number of queries, whatever they hold.
 */
export async function loadStatuses(
  db: Database,
  reader: Reader,
  refs: readonly StatusRef[],
): Promise<StatusRecord[]> {
  const idsOf = (kind: StatusKind): string[] => refs.filter((ref) => ref.kind === kind).map(({ id }) => id);
  const boostRows = await summariseBoosts(db, parseIds<BoostId>(idsOf("boost")));
  const postIds = [
    ...new Set([...parseIds<PostId>(idsOf("post")), ...boostRows.map(({ postId }) => postId)]),
  ];
  const [caseRows, images, opinionRows, commentRows, postRows, marks] = await Promise.all([
    selectCases(db, reader, idsOf("case")),
    selectImages(db, idsOf("case")),
    selectOpinions(db, reader, idsOf("opinion")),
    selectComments(db, reader, idsOf("comment")),
    summarisePosts(db, postIds, postReaderOf(reader)),
    loadMarks(db, reader, [...refs.map(({ id }) => id), ...postIds], postIds),
  ]);
  const imagesOf = Map.groupBy(images, ({ caseId }) => caseId);
  const found = new Map<string, StatusRecord>();
  for (const row of caseRows) {
    const images = imagesOf.get(row.id) ?? [];
    found.set(row.id, { ...row, kind: "case", images, ...marks(row.id, row.id) });
  }
  for (const row of opinionRows) {
    found.set(row.id, { ...row, kind: "opinion", case: caseOf(row), ...marks(row.id, row.caseId) });
  }
  for (const row of commentRows) {
    const parent = row.parent && { ...row.parent, publishedAt: new Date(row.parent.publishedAt) };
    found.set(row.id, { ...row, kind: "comment", parent, case: caseOf(row), ...marks(row.id, row.caseId) });
  }
  const posts = new Map(
    postRows.map((post): [PostId, PostStatus] => [
      post.id,
      {
        kind: "post",
        id: post.id,
        publishedAt: post.publishedAt,
        uri: post.uri,
        local: post.local,
        authorId: post.author.id,
        post,
        ...marks(post.id, post.id),
      },
    ]),
  );
  for (const [id, post] of posts) found.set(id, post);
  for (const { id, uri, publishedAt, by, postId } of boostRows) {
    const of = posts.get(postId);
    if (of === undefined) continue;
    const { likeCount, marks: ofPost, local } = of;
    found.set(id, {
      kind: "boost",
      id,
      uri,
      publishedAt,
      local,
      authorId: by.id,
      of,
      likeCount,
      marks: ofPost,
    });
  }
  return refs.flatMap(({ id }) => found.get(id) ?? []);
}

const caseOf = (row: {
  readonly caseId: CaseId;
  readonly casePublishedAt: Date;
  readonly audience: Audience;
  readonly asker: ActorSummary;
}): RepliedTo => ({
  kind: "case",
  id: row.caseId,
  publishedAt: row.casePublishedAt,
  audience: row.audience,
  author: row.asker,
});

const seenBy = ({ viewer }: Reader): SQL => inArray(cases.audience, [...visibleAudiences(viewer)]);

const countReplies = (table: typeof opinions | typeof comments) =>
  sql<number>`(select count(*)::int from ${table} where ${table.caseId} = ${cases.id})`;

const selectCases = (db: Database, reader: Reader, ids: readonly string[]) =>
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

const selectImages = (db: Database, ids: readonly string[]) =>
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

const selectOpinions = (db: Database, reader: Reader, ids: readonly string[]) =>
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

const selectComments = (db: Database, reader: Reader, ids: readonly string[]) => {
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

/** Gives for each status how many like it and how the reader marked it; `thread` is what its thread begins with. */
async function loadMarks(
  db: Database,
  { me }: Reader,
  ids: readonly string[],
  postIds: readonly PostId[],
): Promise<(id: string, thread: string) => Pick<StatusBase, "likeCount" | "marks">> {
  const owner = me?.actorId ?? null;
  const likeable = parseIds<Likeable["id"]>(ids);
  const [rows, likes, liked, boosted] = await Promise.all([
    db.execute<{ mark: string }>(sql`
      select 'bookmark ' || object_id as mark from ${bookmarks} where owner_id = ${owner} and object_id = any(${uuids(ids)})
      union all select 'pin ' || object_id from ${pins} where owner_id = ${owner} and object_id = any(${uuids(ids)})
      union all select 'mute ' || object_id from ${mutedThreads} where owner_id = ${owner}`),
    countLikes(db, likeable),
    me === undefined ? new Set<string>() : likedAmong(db, me.actorId, likeable),
    me === undefined ? new Set<PostId>() : boostedAmong(db, me.actorId, postIds),
  ]);
  const boostedIds = new Set<string>(boosted);
  const marked = new Set(rows.map(({ mark }) => mark));
  return (id, thread) => ({
    likeCount: likes.get(id) ?? 0,
    marks: {
      bookmarked: marked.has(`bookmark ${id}`),
      pinned: marked.has(`pin ${id}`),
      muted: marked.has(`mute ${thread}`),
      liked: liked.has(id),
      boosted: boostedIds.has(id),
    },
  });
}

/** An array of the database's, also where there is none. */
const uuids = (ids: readonly string[]): SQL =>
  sql`array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::uuid[]`;

import { and, asc, desc, eq, inArray, isNotNull, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { ActorId, ImageId, PostId } from "#domain/ids.ts";
import type { PostAttachment, PostAudience, PostReader, PostText } from "#domain/post.ts";
import { actorSummary, type ActorSummary } from "./actor-summary.ts";
import type { Database } from "./database.ts";
import { after, type Page, type Slice, slice } from "./page.ts";
import { seenBy } from "./post-access.ts";
import { actors, postAttachments, postMentions, posts, postTags } from "./schema/index.ts";

/** A post as pages and clients show it. */
export interface PostSummary extends PostText {
  readonly id: PostId;
  readonly uri: string;
  readonly url: string;
  readonly local: boolean;
  readonly author: ActorSummary;
  readonly audience: PostAudience;
  readonly publishedAt: Date;
  readonly editedAt: Date | null;
  /** The ActivityPub id of what it answers, and the post itself where that is here. */
  readonly inReplyTo: string | null;
  readonly parent: { readonly id: PostId; readonly authorId: ActorId; readonly publishedAt: Date } | null;
  /** In their order. A picture has bytes here once it is `stored`. */
  readonly attachments: readonly (PostAttachment & { readonly id: ImageId; readonly stored: boolean })[];
  readonly mentions: readonly ActorSummary[];
  readonly tags: readonly string[];
  /** As far as they are known here. */
  readonly counts: { readonly replies: number; readonly boosts: number; readonly likes: number };
}

const parents = alias(posts, "parents");

/**
 * The posts with these ids that are there and that `reader` may see, in the order of `ids`; four queries whatever their
 * number.
 */
export async function summarisePosts(
  db: Database,
  ids: readonly PostId[],
  reader: PostReader,
): Promise<PostSummary[]> {
  if (ids.length === 0) return [];
  const wanted = [...ids];
  const [rows, attachments, mentions, tags] = await Promise.all([
    db
      .select({
        id: posts.id,
        uri: posts.uri,
        url: posts.url,
        local: posts.local,
        audience: posts.audience,
        content: posts.content,
        summary: posts.summary,
        sensitive: posts.sensitive,
        language: posts.language,
        inReplyTo: posts.inReplyTo,
        publishedAt: posts.publishedAt,
        editedAt: posts.editedAt,
        author: actorSummary,
        parent: { id: parents.id, authorId: parents.authorId, publishedAt: parents.publishedAt },
        counts: {
          replies: sql<number>`(select count(*)::int from posts r where r.in_reply_to = ${posts.uri} and r.removed_at is null and r.audience in ('public', 'unlisted'))`,
          boosts: sql<number>`(select count(*)::int from boosts b where b.post_id = ${posts.id})`,
          likes: sql<number>`(select count(*)::int from likes l where l.object_id = ${posts.id})`,
        },
      })
      .from(posts)
      .innerJoin(actors, eq(actors.id, posts.authorId))
      .leftJoin(parents, eq(parents.uri, posts.inReplyTo))
      .where(and(inArray(posts.id, wanted), seenBy(reader))),
    db
      .select()
      .from(postAttachments)
      .where(inArray(postAttachments.postId, wanted))
      .orderBy(asc(postAttachments.position)),
    db
      .select({ postId: postMentions.postId, actor: actorSummary })
      .from(postMentions)
      .innerJoin(actors, eq(actors.id, postMentions.actorId))
      .where(inArray(postMentions.postId, wanted))
      .orderBy(asc(actors.uri)),
    db.select().from(postTags).where(inArray(postTags.postId, wanted)).orderBy(asc(postTags.tag)),
  ]);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const attachmentsOf = Map.groupBy(attachments, (one) => one.postId);
  const mentionsOf = Map.groupBy(mentions, (one) => one.postId);
  const tagsOf = Map.groupBy(tags, (one) => one.postId);
  return ids.flatMap((id) => {
    const row = rowOf.get(id);
    if (row === undefined) return [];
    return [
      {
        ...row,
        attachments: attachmentsOf.get(id) ?? [],
        mentions: (mentionsOf.get(id) ?? []).map((one) => one.actor),
        tags: (tagsOf.get(id) ?? []).map((one) => one.tag),
      },
    ];
  });
}

/** One post, where it is there and `reader` may see it. */
export const findPost = async (
  db: Database,
  id: PostId,
  reader: PostReader,
): Promise<PostSummary | undefined> => (await summarisePosts(db, [id], reader))[0];

/** Latest first: what an author wrote and `reader` may see. */
export const listAuthorPosts = (
  db: Database,
  authorId: ActorId,
  reader: PostReader,
  page: Page,
  which: { readonly withReplies?: boolean; readonly onlyMedia?: boolean } = {},
): Promise<Slice<PostSummary>> =>
  listPosts(
    db,
    reader,
    and(
      eq(posts.authorId, authorId),
      which.withReplies === false ? sql`${posts.inReplyTo} is null` : undefined,
      which.onlyMedia === true
        ? sql`exists (select from post_attachments a where a.post_id = ${posts.id})`
        : undefined,
    ),
    page,
  );

/** Latest first: public posts with a hashtag. @param tag without the #, in lower case */
export const listTaggedPosts = (
  db: Database,
  tag: string,
  reader: PostReader,
  page: Page,
): Promise<Slice<PostSummary>> =>
  listPosts(
    db,
    reader,
    and(
      eq(posts.audience, "public"),
      sql`exists (select from post_tags t where t.post_id = ${posts.id} and t.tag = ${tag})`,
    ),
    page,
  );

async function listPosts(
  db: Database,
  reader: PostReader,
  condition: SQL | undefined,
  page: Page,
): Promise<Slice<PostSummary>> {
  const entries = await db
    .select({ id: posts.id, publishedAt: posts.publishedAt })
    .from(posts)
    .where(and(condition, seenBy(reader), after(page, posts.publishedAt, posts.id)))
    .orderBy(desc(posts.publishedAt), desc(posts.id))
    .limit(page.limit + 1);
  const { items, next } = slice(entries, page.limit);
  const summaries = await summarisePosts(
    db,
    items.map((entry) => entry.id),
    reader,
  );
  return { items: summaries, next };
}

/** What stands around a post: what it answers, back to the beginning, and all that answers it; oldest first. */
export interface PostThread {
  readonly ancestors: readonly PostSummary[];
  readonly descendants: readonly PostSummary[];
}

const MAX_ANCESTORS = 60;
const MAX_DESCENDANTS = 300;
const MAX_DEPTH = 40;

/**
 * The part of a conversation around a post that is here and that `reader` may see. Both ways are bounded, since strangers
 * decide how long a chain is; an answer comes after what it answers.
 */
export async function findThread(
  db: Database,
  post: Pick<PostSummary, "id" | "uri" | "inReplyTo">,
  reader: PostReader,
): Promise<PostThread> {
  const [up, down] = await Promise.all([
    db.execute<{ id: PostId }>(sql`
      with recursive above as (
        select id, in_reply_to, 1 as depth from posts where uri = ${post.inReplyTo}
        union
        select p.id, p.in_reply_to, a.depth + 1 from posts p
        join above a on p.uri = a.in_reply_to and a.depth < ${MAX_ANCESTORS}
      )
      select id from above group by id order by max(depth) desc`),
    db.execute<{ id: PostId }>(sql`
      with recursive below as (
        select id, uri, array[id] as path from posts where in_reply_to = ${post.uri}
        union all
        select p.id, p.uri, b.path || p.id from posts p
        join below b on p.in_reply_to = b.uri and cardinality(b.path) < ${MAX_DEPTH} and not p.id = any(b.path)
      )
      select id from (select id, path from below limit ${MAX_DESCENDANTS}) as found order by path`),
  ]);
  const unlessItself = (rows: readonly { readonly id: PostId }[]): PostId[] =>
    rows.map((row) => row.id).filter((id) => id !== post.id);
  const [ancestors, descendants] = await Promise.all([
    summarisePosts(db, unlessItself(up), reader),
    summarisePosts(db, unlessItself(down), reader),
  ]);
  return { ancestors, descendants };
}

/** The ActivityPub ids of the public answers to a post, first written first; at most 1,000. */
export async function listPostReplyUris(db: Database, uri: string): Promise<string[]> {
  const rows = await db
    .select({ uri: posts.uri })
    .from(posts)
    .where(and(isNotNull(posts.inReplyTo), eq(posts.inReplyTo, uri), seenBy({ kind: "member" })))
    .orderBy(asc(posts.id))
    .limit(1000);
  return rows.map((row) => row.uri);
}

import type { Audience } from "#domain/audience.ts";
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
import { postReaderOf, type Reader } from "#domain/reader.ts";
import type { StatusKind, StatusRef } from "#domain/status-ref.ts";
import type { ActorSummary } from "./actor-summary.ts";
import type { Database } from "./database.ts";
import { summariseBoosts } from "./boosts.ts";
import { type PostSummary, summarisePosts } from "./post-summaries.ts";
import { loadMarks, type Marked } from "./statuses/marks.ts";
import { selectCases, selectComments, selectImages, selectOpinions } from "./statuses/rows.ts";

/** What every status has, whatever it is. */
interface StatusBase extends StatusRef, Marked {
  readonly uri: string;
  readonly local: boolean;
  readonly authorId: ActorId;
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

import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Audience, type Viewer, visibleAudiences } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import type { ActorId, CaseId, CommentId, ImageId, OpinionId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import type { OpinionBody } from "#domain/opinion.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, caseImages, cases, comments, opinions } from "./schema/index.ts";

/** An actor as documents point to it and deliveries find it. */
export interface Party {
  readonly id: ActorId;
  readonly uri: string;
  readonly username: string;
  readonly host: string;
  readonly followers: string | null;
  readonly inbox: string;
  readonly sharedInbox: string | null;
}

/** A case with all that its document says. */
export interface FederatedCase {
  readonly id: CaseId;
  readonly uri: string;
  readonly local: boolean;
  readonly audience: Audience;
  readonly clinical: ClinicalCase;
  readonly publishedAt: Date;
  readonly author: Party;
  readonly images: readonly CaseImage[];
}

/** The case that a reply belongs to; its audience is the reply's. */
export type RepliedCase = Pick<FederatedCase, "id" | "uri" | "local" | "audience" | "author">;

interface FederatedReply {
  readonly uri: string;
  readonly local: boolean;
  readonly author: Party;
  readonly publishedAt: Date;
  readonly case: RepliedCase;
}

export interface FederatedOpinion extends FederatedReply {
  readonly id: OpinionId;
  readonly body: OpinionBody;
  readonly attestation: string | null;
}

export interface FederatedComment extends FederatedReply {
  readonly id: CommentId;
  readonly inReplyTo: string;
  readonly content: string;
}

const askers = alias(actors, "askers");

export const party = (table: typeof actors | typeof askers) => ({
  id: table.id,
  uri: table.uri,
  username: table.username,
  host: table.host,
  followers: table.followers,
  inbox: table.inbox,
  sharedInbox: table.sharedInbox,
});

const caseColumns = { id: cases.id, uri: cases.uri, local: cases.local, audience: cases.audience };

const seenBy = (viewer: Viewer) => inArray(cases.audience, [...visibleAudiences(viewer)]);

/**
 * A reply is seen by whom its case is seen by. Whom this institution trusts says nothing about whom the home of a
 * restricted case trusts, so replies to those are shown to that home only.
 */
const replySeenBy = (viewer: Viewer) =>
  viewer.kind === "trusted-peer"
    ? and(seenBy(viewer), or(cases.local, eq(cases.audience, "public"), eq(askers.host, viewer.host)))
    : seenBy(viewer);

/**
 * The case with this id, if it exists and `viewer` may see it: one query decides both, so that the two look the
 * same from outside.
 */
export async function findFederatedCase(
  db: Database | Transaction,
  id: CaseId,
  viewer: Viewer,
): Promise<FederatedCase | undefined> {
  const [row] = await db
    .select({
      ...caseColumns,
      clinical: cases.clinical,
      publishedAt: cases.publishedAt,
      author: party(actors),
    })
    .from(cases)
    .innerJoin(actors, eq(actors.id, cases.authorId))
    .where(and(eq(cases.id, id), seenBy(viewer)));
  if (row === undefined) return undefined;
  const images = await db
    .select()
    .from(caseImages)
    .where(eq(caseImages.caseId, id))
    .orderBy(asc(caseImages.position));
  return { ...row, images };
}

/** The opinion with this id, if it exists and `viewer` may see its case; one query decides both. */
export async function findFederatedOpinion(
  db: Database | Transaction,
  id: OpinionId,
  viewer: Viewer,
): Promise<FederatedOpinion | undefined> {
  const [row] = await db
    .select({
      id: opinions.id,
      uri: opinions.uri,
      local: opinions.local,
      body: opinions.body,
      attestation: opinions.attestation,
      publishedAt: opinions.publishedAt,
      author: party(actors),
      case: caseColumns,
      asker: party(askers),
    })
    .from(opinions)
    .innerJoin(actors, eq(actors.id, opinions.authorId))
    .innerJoin(cases, eq(cases.id, opinions.caseId))
    .innerJoin(askers, eq(askers.id, cases.authorId))
    .where(and(eq(opinions.id, id), replySeenBy(viewer)));
  return row && { ...row, case: { ...row.case, author: row.asker } };
}

/** The comment with this id, if it exists and `viewer` may see its case; one query decides both. */
export async function findFederatedComment(
  db: Database | Transaction,
  id: CommentId,
  viewer: Viewer,
): Promise<FederatedComment | undefined> {
  const [row] = await db
    .select({
      id: comments.id,
      uri: comments.uri,
      local: comments.local,
      inReplyTo: comments.inReplyTo,
      content: comments.content,
      publishedAt: comments.publishedAt,
      author: party(actors),
      case: caseColumns,
      asker: party(askers),
    })
    .from(comments)
    .innerJoin(actors, eq(actors.id, comments.authorId))
    .innerJoin(cases, eq(cases.id, comments.caseId))
    .innerJoin(askers, eq(askers.id, cases.authorId))
    .where(and(eq(comments.id, id), replySeenBy(viewer)));
  return row && { ...row, case: { ...row.case, author: row.asker } };
}

/**
 * The ActivityPub ids of everything that answers a case, first written first; at most 1,000. Call it only with a
 * case that the viewer may see.
 */
export async function listReplyUris(db: Database, caseId: CaseId): Promise<string[]> {
  const rows = await db.execute<{ uri: string }>(sql`
    select uri from (
      select uri, published_at from opinions where case_id = ${caseId}
      union all
      select uri, published_at from comments where case_id = ${caseId}
    ) as replies
    order by published_at, uri limit 1000
  `);
  return rows.map((row) => row.uri);
}

/** How many local cases everybody may see. */
export async function countPublicCases(db: Database): Promise<number> {
  return db.$count(cases, and(eq(cases.local, true), eq(cases.audience, "public")));
}

/** Whether this is a picture of a local case that `viewer` may see; one query, so that absent and hidden look alike. */
export async function isFederatedPicture(db: Database, id: ImageId, viewer: Viewer): Promise<boolean> {
  const rows = await db
    .select({ id: caseImages.id })
    .from(caseImages)
    .innerJoin(cases, eq(cases.id, caseImages.caseId))
    .where(and(eq(caseImages.id, id), eq(cases.local, true), seenBy(viewer)));
  return rows.length > 0;
}

import { and, asc, count, desc, eq, inArray, sql, type SQL } from "drizzle-orm";
import { visibleAudiences, type Viewer } from "#domain/audience.ts";
import type { Case } from "#domain/case.ts";
import type { ActorId, CaseId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import { actorSummary, type ActorSummary } from "./actor-summary.ts";
import { after, type Page, type Slice, slice } from "./page.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, caseImages, cases, comments, opinions, streamCases } from "./schema/index.ts";

/** A case as a list shows it. */
export interface CaseSummary extends Omit<Case, "author"> {
  readonly author: ActorSummary;
  /** In their order; a picture of a remote case is among them once it has been fetched. */
  readonly images: readonly CaseImage[];
  readonly opinionCount: number;
}

/** A case as its page shows it. */
export interface CaseView extends Omit<Case, "author"> {
  readonly author: ActorSummary;
  /** The page for people at the case's home. */
  readonly url: string;
}

/** A picture to keep with a new case; `sourceUrl` for those of a remote case, whose bytes follow. */
export interface NewCaseImage extends CaseImage {
  readonly sourceUrl: string | null;
}

/** A case that is to be stored, with its pictures and the stream that it is in. */
export interface NewCase {
  readonly row: typeof cases.$inferInsert;
  readonly images: readonly NewCaseImage[];
  readonly streamId: ActorId | undefined;
}

/**
 * Stores cases, their pictures and their places in streams. One whose ActivityPub id is here already is passed over.
 *
 * @returns the ids of those that were stored
 */
export async function insertCases(
  tx: Transaction,
  newCases: readonly NewCase[],
): Promise<ReadonlySet<CaseId>> {
  if (newCases.length === 0) return new Set();
  // In order, so that of two transactions which store the same ones only one waits for the other.
  const rows = newCases.map(({ row }) => row).sort((one, other) => (one.uri < other.uri ? -1 : 1));
  const inserted = await tx.insert(cases).values(rows).onConflictDoNothing().returning({ id: cases.id });
  const stored = new Set(inserted.map(({ id }) => id));
  const kept = newCases.filter(({ row }) => stored.has(row.id));
  const images = kept.flatMap((one) =>
    one.images.map((image, position) => ({
      ...image,
      caseId: one.row.id,
      position,
      stored: image.sourceUrl === null,
    })),
  );
  if (images.length > 0) await tx.insert(caseImages).values(images);
  const places = kept.flatMap(({ row: { id, publishedAt }, streamId }) =>
    streamId === undefined ? [] : [{ streamId, caseId: id, publishedAt }],
  );
  if (places.length > 0) await tx.insert(streamCases).values(places).onConflictDoNothing();
  return stored;
}

/** Puts a case into a stream; does nothing where it is there already. */
export async function addToStream(
  tx: Transaction | Database,
  streamId: ActorId,
  caseId: CaseId,
  publishedAt: Date,
): Promise<void> {
  await tx.insert(streamCases).values({ streamId, caseId, publishedAt }).onConflictDoNothing();
}

/** The ids of the cases with these ActivityPub ids, whoever may see them: for internal use. */
export async function findCaseIdsByUri(
  db: Database | Transaction,
  uris: readonly string[],
): Promise<Map<string, CaseId>> {
  const rows = await db
    .select({ uri: cases.uri, id: cases.id })
    .from(cases)
    .where(inArray(cases.uri, [...uris]));
  return new Map(rows.map(({ uri, id }) => [uri, id]));
}

/** The id of the case with this ActivityPub id, whoever may see it: for internal use. */
export const findCaseIdByUri = async (db: Database | Transaction, uri: string): Promise<CaseId | undefined> =>
  (await findCaseIdsByUri(db, [uri])).get(uri);

/** The id and the author of the case with this ActivityPub id, whoever may see it: for internal use. */
export async function findCaseAuthor(
  db: Database | Transaction,
  uri: string,
): Promise<{ readonly id: CaseId; readonly authorId: ActorId } | undefined> {
  const [row] = await db
    .select({ id: cases.id, authorId: cases.authorId })
    .from(cases)
    .where(eq(cases.uri, uri));
  return row;
}

/** The case that a reply belongs to: what it answers is the case, or an opinion or a comment on it. */
export async function findRepliedCase(db: Database, inReplyTo: string): Promise<CaseId | undefined> {
  const [row] = await db.execute<{ id: CaseId }>(sql`
    select id from ${cases} where uri = ${inReplyTo}
    union all select case_id from ${opinions} where uri = ${inReplyTo}
    union all select case_id from ${comments} where uri = ${inReplyTo}
    limit 1`);
  return row?.id;
}

/**
 * The case with this id, if it exists and `viewer` may see it: one query decides both, so that the two look the
 * same from outside.
 */
export async function findCase(
  db: Database | Transaction,
  id: CaseId,
  viewer: Viewer,
): Promise<CaseView | undefined> {
  const [row] = await db
    .select({ ...caseColumns, url: cases.url, author: actorSummary })
    .from(cases)
    .innerJoin(actors, eq(actors.id, cases.authorId))
    .where(and(eq(cases.id, id), inArray(cases.audience, [...visibleAudiences(viewer)])));
  if (row === undefined) return undefined;
  const images = await db
    .select()
    .from(caseImages)
    .where(eq(caseImages.caseId, id))
    .orderBy(asc(caseImages.position));
  return { ...row, images };
}

/** Latest first: cases in any of these streams that `viewer` may see. */
export function listStreamCases(
  db: Database,
  streamIds: readonly ActorId[],
  viewer: Viewer,
  page: Page,
): Promise<Slice<CaseSummary>> {
  if (streamIds.length === 0) return Promise.resolve({ items: [], next: undefined });
  const inStreams = sql`exists (select from ${streamCases} where ${streamCases.caseId} = ${cases.id} and ${inArray(streamCases.streamId, [...streamIds])})`;
  return listCases(db, viewer, inStreams, page);
}

/** Latest first: cases that an author posted and `viewer` may see. */
export const listAuthorCases = (
  db: Database,
  authorId: ActorId,
  viewer: Viewer,
  page: Page,
): Promise<Slice<CaseSummary>> => listCases(db, viewer, eq(cases.authorId, authorId), page);

/** Latest first: every case that `viewer` may see. */
export const listLatestCases = (db: Database, viewer: Viewer, page: Page): Promise<Slice<CaseSummary>> =>
  listCases(db, viewer, undefined, page);

/** Latest first: cases whose title, question or findings match the words (Postgres web search syntax). */
export const searchCases = (
  db: Database,
  words: string,
  viewer: Viewer,
  page: Page,
): Promise<Slice<CaseSummary>> =>
  listCases(db, viewer, sql`${cases.search} @@ websearch_to_tsquery('english', ${words})`, page);

const caseColumns = {
  id: cases.id,
  uri: cases.uri,
  local: cases.local,
  audience: cases.audience,
  clinical: cases.clinical,
  publishedAt: cases.publishedAt,
};

/** Latest first: cases for which `condition` holds and that `viewer` may see. */
export async function listCases(
  db: Database,
  viewer: Viewer,
  condition: SQL | undefined,
  page: Page,
): Promise<Slice<CaseSummary>> {
  const entries = await db
    .select({ id: cases.id, publishedAt: cases.publishedAt })
    .from(cases)
    .where(
      and(
        condition,
        inArray(cases.audience, [...visibleAudiences(viewer)]),
        after(page, cases.publishedAt, cases.id),
      ),
    )
    .orderBy(desc(cases.publishedAt), desc(cases.id))
    .limit(page.limit + 1);
  const { items, next } = slice(entries, page.limit);
  const summaries = await summariseCases(
    db,
    items.map((entry) => entry.id),
  );
  return { items: summaries, next };
}

/** Three queries whatever the number of cases; the order of `ids` is kept. */
export async function summariseCases(db: Database, ids: readonly CaseId[]): Promise<CaseSummary[]> {
  if (ids.length === 0) return [];
  const wanted = [...ids];
  const [rows, images, counts] = await Promise.all([
    db
      .select({ ...caseColumns, author: actorSummary })
      .from(cases)
      .innerJoin(actors, eq(actors.id, cases.authorId))
      .where(inArray(cases.id, wanted)),
    db
      .select()
      .from(caseImages)
      .where(and(inArray(caseImages.caseId, wanted), eq(caseImages.stored, true)))
      .orderBy(asc(caseImages.position)),
    db
      .select({ caseId: opinions.caseId, n: count() })
      .from(opinions)
      .where(inArray(opinions.caseId, wanted))
      .groupBy(opinions.caseId),
  ]);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const imagesOf = Map.groupBy(images, (image) => image.caseId);
  const countOf = new Map(counts.map((row) => [row.caseId, row.n]));
  return ids.flatMap((id) => {
    const row = rowOf.get(id);
    if (row === undefined) return [];
    return [{ ...row, images: imagesOf.get(id) ?? [], opinionCount: countOf.get(id) ?? 0 }];
  });
}

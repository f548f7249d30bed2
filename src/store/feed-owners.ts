import { and, eq, inArray } from "drizzle-orm";
import type { ActorId, CaseId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { cases, feedEntries } from "./schema/index.ts";

/** A persona whose home timeline holds a case. */
export interface FeedOwner {
  readonly ownerId: ActorId;
  /** The case's ActivityPub id. */
  readonly uri: string;
  /** Whether it is their own case. */
  readonly isAuthor: boolean;
}

/** Which of these personas have the case in their home timelines. */
export async function feedOwnersAmong(
  db: Database,
  caseId: CaseId,
  owners: readonly ActorId[],
): Promise<FeedOwner[]> {
  if (owners.length === 0) return [];
  const rows = await db
    .select({ ownerId: feedEntries.ownerId, uri: cases.uri, authorId: cases.authorId })
    .from(feedEntries)
    .innerJoin(cases, eq(cases.id, feedEntries.subjectId))
    .where(and(eq(feedEntries.subjectId, caseId), inArray(feedEntries.ownerId, [...owners])));
  return rows.map(({ ownerId, uri, authorId }) => ({ ownerId, uri, isAuthor: ownerId === authorId }));
}

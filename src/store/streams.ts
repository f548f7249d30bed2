import { and, eq, sql } from "drizzle-orm";
import type { ActorId, CaseId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, streamCases, streamRemovals } from "./schema/index.ts";

/** The streams of this institution that a case is in. */
export async function localStreamsOf(db: Database | Transaction, caseId: CaseId): Promise<ActorId[]> {
  const rows = await db
    .select({ id: streamCases.streamId })
    .from(streamCases)
    .innerJoin(actors, and(eq(actors.id, streamCases.streamId), eq(actors.local, true)))
    .where(eq(streamCases.caseId, caseId));
  return rows.map(({ id }) => id);
}

/** Takes a case out of a stream for good, and out of the timelines of those who have it by that stream only. */
export async function removeFromStream(
  tx: Transaction,
  streamId: ActorId,
  caseId: CaseId,
  now: Date,
): Promise<void> {
  await tx.insert(streamRemovals).values({ streamId, caseId, removedAt: now }).onConflictDoNothing();
  await tx.delete(streamCases).where(and(eq(streamCases.streamId, streamId), eq(streamCases.caseId, caseId)));
  await tx.execute(sql`
    delete from feed_entries e using cases c
    where c.id = ${caseId} and e.subject_id = c.id and e.owner_id <> c.author_id and not exists (
      select from follows f
      where f.follower_id = e.owner_id and f.state = 'accepted' and (f.followee_id = c.author_id
        or exists (select from stream_cases s where s.case_id = c.id and s.stream_id = f.followee_id)))`);
}

/** Whether a stream's moderators took the case out of it. */
export async function wasRemovedFromStream(
  db: Database | Transaction,
  streamId: ActorId,
  caseId: CaseId,
): Promise<boolean> {
  const removed = and(eq(streamRemovals.streamId, streamId), eq(streamRemovals.caseId, caseId));
  return (await db.$count(streamRemovals, removed)) > 0;
}

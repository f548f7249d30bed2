import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import type { ActorId, CaseId } from "#domain/ids.ts";
import { type CaseSummary, summariseCases } from "./cases.ts";
import type { Database } from "./database.ts";
import { cases, feedEntries, opinions } from "./schema/index.ts";

/** Cases of the home timeline that this persona has not answered, the most urgent first, then the latest. */
export async function listWaiting(
  db: Database,
  ownerId: ActorId,
  limit: number,
): Promise<{ readonly items: readonly CaseSummary[]; readonly total: number }> {
  const rows = await db
    .select({ id: cases.id, total: sql<number>`count(*) over ()::int` })
    .from(feedEntries)
    .innerJoin(cases, eq(cases.id, feedEntries.subjectId))
    .where(
      and(
        eq(feedEntries.ownerId, ownerId),
        ne(cases.authorId, ownerId),
        sql`not exists (select from ${opinions} where ${opinions.caseId} = ${cases.id} and ${opinions.authorId} = ${ownerId})`,
      ),
    )
    .orderBy(
      sql`array_position(array['hours', 'day', 'week', 'none'], ${cases.clinical} ->> 'urgency')`,
      desc(cases.publishedAt),
    )
    .limit(limit);
  const items = await summariseCases(
    db,
    rows.map((row) => row.id),
  );
  return { items, total: rows[0]?.total ?? 0 };
}

/** The ids of those among `caseIds` that this persona answered. */
export async function answeredAmong(
  db: Database,
  authorId: ActorId,
  caseIds: readonly CaseId[],
): Promise<ReadonlySet<CaseId>> {
  if (caseIds.length === 0) return new Set();
  const rows = await db
    .select({ caseId: opinions.caseId })
    .from(opinions)
    .where(and(eq(opinions.authorId, authorId), inArray(opinions.caseId, [...caseIds])));
  return new Set(rows.map((row) => row.caseId));
}

import { desc, eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { actors, reports } from "./schema/index.ts";

export type ReportRow = typeof reports.$inferSelect;

export async function insertReport(db: Database, row: ReportRow): Promise<void> {
  await db.insert(reports).values(row);
}

/** A report as an administrator reads it. */
export type ShownReport = Awaited<ReturnType<typeof listReports>>[number];

/** The latest reports. */
export const listReports = (db: Database, limit: number) =>
  db
    .select({
      id: reports.id,
      category: reports.category,
      comment: reports.comment,
      createdAt: reports.createdAt,
      target: { username: actors.username, host: actors.host, local: actors.local },
    })
    .from(reports)
    .innerJoin(actors, eq(actors.id, reports.targetId))
    .orderBy(desc(reports.createdAt), desc(reports.id))
    .limit(limit);

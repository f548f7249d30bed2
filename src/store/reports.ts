import type { Database } from "./database.ts";
import { reports } from "./schema/index.ts";

export type ReportRow = typeof reports.$inferSelect;

export async function insertReport(db: Database, row: ReportRow): Promise<void> {
  await db.insert(reports).values(row);
}

import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId, ReportId } from "#domain/ids.ts";
import { actors } from "./actors.ts";

export const REPORT_CATEGORIES = ["spam", "legal", "violation", "other"] as const;

/** What personas told the moderators. */
export const reports = pgTable(
  "reports",
  {
    id: uuid("id").primaryKey().$type<ReportId>(),
    reporterId: uuid("reporter_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    targetId: uuid("target_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    category: text("category").notNull().$type<(typeof REPORT_CATEGORIES)[number]>(),
    comment: text("comment").notNull(),
    /** As the client API writes them. */
    statusIds: text("status_ids").array().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("reports_latest").on(table.createdAt)],
);

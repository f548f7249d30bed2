import { bigint, index, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { AuditAgent } from "#domain/audit.ts";

/** The record of what was done: entries are added and never changed, which store/audit-guard.ts has the database hold. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    sequence: bigint("sequence", { mode: "number" }).primaryKey(),
    at: timestamp("at", { withTimezone: true, precision: 3 }).notNull(),
    action: text("action").notNull(),
    agent: jsonb("agent").notNull().$type<AuditAgent>(),
    object: text("object").notNull(),
    detail: jsonb("detail").notNull().$type<Readonly<Record<string, string>>>(),
    previous: text("previous").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [index("audit_entries_hash").on(table.hash)],
);

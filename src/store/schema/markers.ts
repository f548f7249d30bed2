import { integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId } from "#domain/ids.ts";
import { actors } from "./actors.ts";

/** How far a persona has read, so that its apps agree. */
export const markers = pgTable(
  "markers",
  {
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    timeline: text("timeline").notNull().$type<"home" | "notifications">(),
    lastReadId: text("last_read_id").notNull(),
    version: integer("version").notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.timeline] })],
);

import { pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId } from "#domain/ids.ts";
import { actors } from "./actors.ts";

/** Hashtags that a persona follows; one that names a specialty follows its streams instead. */
export const followedTags = pgTable(
  "followed_tags",
  {
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    /** Without the #, in lower case. */
    name: text("name").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.name] })],
);

import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId } from "#domain/ids.ts";
import type { StatusKind } from "#domain/status-ref.ts";
import { actors } from "./actors.ts";

/** What a persona marks for itself; nobody else sees it, but for pins. The object is of the kind that says where it is. */
const mark = () => ({
  ownerId: uuid("owner_id")
    .notNull()
    .references(() => actors.id)
    .$type<ActorId>(),
  kind: text("kind").notNull().$type<StatusKind>(),
  objectId: uuid("object_id").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
});

export const bookmarks = pgTable("bookmarks", mark(), (table) => [
  primaryKey({ columns: [table.ownerId, table.objectId] }),
  index("bookmarks_latest").on(table.ownerId, table.createdAt, table.objectId),
]);

/** One's own cases, opinions and comments at the top of one's profile. */
export const pins = pgTable("pins", mark(), (table) => [
  primaryKey({ columns: [table.ownerId, table.objectId] }),
]);

/** Threads of which a persona wants to hear nothing more; the object is what the thread begins with. */
export const mutedThreads = pgTable("muted_threads", mark(), (table) => [
  primaryKey({ columns: [table.ownerId, table.objectId] }),
]);

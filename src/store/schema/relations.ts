import { boolean, index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId } from "#domain/ids.ts";
import { actors } from "./actors.ts";

/** How a persona stands to somebody, apart from following. */
const relation = () => ({
  ownerId: uuid("owner_id")
    .notNull()
    .references(() => actors.id)
    .$type<ActorId>(),
  targetId: uuid("target_id")
    .notNull()
    .references(() => actors.id)
    .$type<ActorId>(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
});

/** Whom a persona does not want to read. */
export const mutes = pgTable(
  "mutes",
  {
    ...relation(),
    /** Whether notifications are kept back too. */
    notifications: boolean("notifications").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.targetId] })],
);

export const blocks = pgTable("blocks", relation(), (table) => [
  primaryKey({ columns: [table.ownerId, table.targetId] }),
  index("blocks_target").on(table.targetId),
]);

/** Private remarks about somebody. */
export const accountNotes = pgTable(
  "account_notes",
  { ...relation(), note: text("note").notNull() },
  (table) => [primaryKey({ columns: [table.ownerId, table.targetId] })],
);

/** What a persona wants to have of whom it follows; boosts and no notifications where there is no row. */
export const followOptions = pgTable(
  "follow_options",
  { ...relation(), boosts: boolean("boosts").notNull(), notify: boolean("notify").notNull() },
  (table) => [primaryKey({ columns: [table.ownerId, table.targetId] })],
);

/** Servers of which a persona wants to read nobody. */
export const domainBlocks = pgTable(
  "domain_blocks",
  {
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    host: text("host").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.host] })],
);

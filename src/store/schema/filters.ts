import { boolean, index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { FilterAction, FilterContext } from "#domain/filter.ts";
import type { ActorId, FilterId } from "#domain/ids.ts";
import { actors } from "./actors.ts";

/** What a persona wants to be warned of or not to see. */
export const filters = pgTable(
  "filters",
  {
    id: uuid("id").primaryKey().$type<FilterId>(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    title: text("title").notNull(),
    contexts: text("contexts").array().notNull().$type<FilterContext[]>(),
    action: text("action").notNull().$type<FilterAction>(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
  },
  (table) => [index("filters_owner").on(table.ownerId)],
);

export const filterKeywords = pgTable(
  "filter_keywords",
  {
    id: uuid("id").primaryKey(),
    filterId: uuid("filter_id")
      .notNull()
      .references(() => filters.id, { onDelete: "cascade" })
      .$type<FilterId>(),
    keyword: text("keyword").notNull(),
    wholeWord: boolean("whole_word").notNull(),
  },
  (table) => [index("filter_keywords_filter").on(table.filterId)],
);

/** Single statuses that a filter catches. */
export const filterStatuses = pgTable(
  "filter_statuses",
  {
    id: uuid("id").primaryKey(),
    filterId: uuid("filter_id")
      .notNull()
      .references(() => filters.id, { onDelete: "cascade" })
      .$type<FilterId>(),
    /** As the client API writes it. */
    statusId: text("status_id").notNull(),
  },
  (table) => [index("filter_statuses_filter").on(table.filterId)],
);

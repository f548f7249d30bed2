import { boolean, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { ActorId, ListId } from "#domain/ids.ts";
import { actors } from "./actors.ts";

export const REPLIES_POLICIES = ["followed", "list", "none"] as const;

/** Timelines of a persona's own choice. */
export const lists = pgTable(
  "lists",
  {
    id: uuid("id").primaryKey().$type<ListId>(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    title: text("title").notNull(),
    repliesPolicy: text("replies_policy").notNull().$type<(typeof REPLIES_POLICIES)[number]>(),
    exclusive: boolean("exclusive").notNull(),
  },
  (table) => [index("lists_owner").on(table.ownerId)],
);

export const listMembers = pgTable(
  "list_members",
  {
    listId: uuid("list_id")
      .notNull()
      .references(() => lists.id, { onDelete: "cascade" })
      .$type<ListId>(),
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
  },
  (table) => [primaryKey({ columns: [table.listId, table.actorId] })],
);

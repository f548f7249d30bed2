import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId, CaseId, CommentId, OpinionId } from "#domain/ids.ts";
import { actors } from "./actors.ts";
import { cases, comments, opinions } from "./cases.ts";

/** The home timeline of each local persona, written when a case arrives. */
export const feedEntries = pgTable(
  "feed_entries",
  {
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    caseId: uuid("case_id")
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.caseId] }),
    index("feed_entries_latest").on(table.ownerId, table.publishedAt.desc(), table.caseId.desc()),
  ],
);

export type NotificationKind = "opinion" | "comment" | "follow" | "answered-too";

export const notifications = pgTable(
  "notifications",
  {
    id: uuid("id").primaryKey(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    kind: text("kind").notNull().$type<NotificationKind>(),
    /** Who did it. */
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    caseId: uuid("case_id")
      .references(() => cases.id)
      .$type<CaseId>(),
    opinionId: uuid("opinion_id")
      .references(() => opinions.id)
      .$type<OpinionId>(),
    commentId: uuid("comment_id")
      .references(() => comments.id, { onDelete: "cascade" })
      .$type<CommentId>(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    readAt: timestamp("read_at", { withTimezone: true }),
    /** What makes a repeated event the same notification. */
    dedupe: text("dedupe").notNull().unique(),
  },
  (table) => [index("notifications_owner").on(table.ownerId, table.createdAt.desc(), table.id.desc())],
);

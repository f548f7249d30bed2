import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId, BoostId, CaseId, CommentId, OpinionId, PostId } from "#domain/ids.ts";
import { actors } from "./actors.ts";
import { cases, comments, opinions } from "./cases.ts";
import { boosts, posts } from "./posts.ts";

/**
 * The home timeline of each local persona, written when something arrives: cases, posts, and posts that somebody passed
 * on. Each is in a timeline once, by the first way it came.
 */
export const feedEntries = pgTable(
  "feed_entries",
  {
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    kind: text("kind").notNull().$type<"case" | "post">(),
    /** The case or the post. */
    subjectId: uuid("subject_id").notNull(),
    /** Where the post came by a boost. */
    boostId: uuid("boost_id")
      .references(() => boosts.id, { onDelete: "cascade" })
      .$type<BoostId>(),
    /** What clients know the entry by: the boost, or the subject itself. */
    itemId: uuid("item_id")
      .notNull()
      .generatedAlwaysAs(sql`coalesce(boost_id, subject_id)`),
    /** Of the boost, or of the subject itself. */
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.subjectId] }),
    // Read backwards: an index that descends puts nulls last, and is then of no use to `order by … desc`.
    index("feed_entries_latest").on(table.ownerId, table.publishedAt, table.itemId),
    index("feed_entries_subject").on(table.subjectId),
    index("feed_entries_boost")
      .on(table.boostId)
      .where(sql`boost_id is not null`),
  ],
);

export type NotificationKind =
  | "opinion"
  | "comment"
  | "follow"
  | "answered-too"
  | "mention"
  | "like"
  | "boost";

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
    postId: uuid("post_id")
      .references(() => posts.id, { onDelete: "cascade" })
      .$type<PostId>(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    readAt: timestamp("read_at", { withTimezone: true }),
    /** What makes a repeated event the same notification. */
    dedupe: text("dedupe").notNull().unique(),
  },
  (table) => [index("notifications_owner").on(table.ownerId, table.createdAt, table.id)],
);

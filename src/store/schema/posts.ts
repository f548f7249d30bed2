import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { ActorId, BoostId, ImageId, PostId } from "#domain/ids.ts";
import type { LikeableKind } from "#domain/likeable.ts";
import type { PostAttachment, PostAudience } from "#domain/post.ts";
import { actors } from "./actors.ts";

/** Ordinary posts, local and remote: whatever is no case and answers none. */
export const posts = pgTable(
  "posts",
  {
    /** Made of the time of publication. */
    id: uuid("id").primaryKey().$type<PostId>(),
    uri: text("uri").notNull().unique(),
    authorId: uuid("author_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    local: boolean("local").notNull(),
    audience: text("audience").notNull().$type<PostAudience>(),
    /** HTML, sanitised. */
    content: text("content").notNull(),
    /** What a local author typed, to be changed; null for a remote post. */
    source: text("source"),
    /** The content warning, plain text. */
    summary: text("summary").notNull(),
    sensitive: boolean("sensitive").notNull(),
    language: text("language"),
    /** The page for people at the post's home. */
    url: text("url").notNull(),
    /** The ActivityPub id of what it answers, which may not be here. */
    inReplyTo: text("in_reply_to"),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
    editedAt: timestamp("edited_at", { withTimezone: true }),
    /** A removed post is emptied and its row stays, so that it does not come back. */
    removedAt: timestamp("removed_at", { withTimezone: true }),
  },
  (table) => [
    index("posts_author").on(table.authorId, table.publishedAt, table.id),
    index("posts_published").on(table.publishedAt, table.id),
    index("posts_reply")
      .on(table.inReplyTo)
      .where(sql`in_reply_to is not null`),
  ],
);

/** What comes with a remote post. Only pictures are fetched; their bytes are in the blob store under the id. */
export const postAttachments = pgTable(
  "post_attachments",
  {
    id: uuid("id").primaryKey().$type<ImageId>(),
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" })
      .$type<PostId>(),
    position: integer("position").notNull(),
    kind: text("kind").notNull().$type<PostAttachment["kind"]>(),
    mediaType: text("media_type").notNull(),
    sourceUrl: text("source_url").notNull(),
    alt: text("alt").notNull(),
    width: integer("width"),
    height: integer("height"),
    blurhash: text("blurhash"),
    stored: boolean("stored").notNull(),
  },
  (table) => [unique("post_attachments_position").on(table.postId, table.position)],
);

/** Whom a post is addressed to by name, as far as they are known here. They may read it, whatever its audience. */
export const postMentions = pgTable(
  "post_mentions",
  {
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" })
      .$type<PostId>(),
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
  },
  (table) => [
    primaryKey({ columns: [table.postId, table.actorId] }),
    index("post_mentions_actor").on(table.actorId, table.postId),
  ],
);

export const postTags = pgTable(
  "post_tags",
  {
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" })
      .$type<PostId>(),
    /** Without the #, in lower case. */
    tag: text("tag").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.postId, table.tag] }),
    index("post_tags_tag").on(table.tag, table.postId),
  ],
);

/** What a post said before it was changed. */
export const postRevisions = pgTable(
  "post_revisions",
  {
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" })
      .$type<PostId>(),
    /** Since when it said this. */
    writtenAt: timestamp("written_at", { withTimezone: true }).notNull(),
    content: text("content").notNull(),
    summary: text("summary").notNull(),
    sensitive: boolean("sensitive").notNull(),
  },
  (table) => [primaryKey({ columns: [table.postId, table.writtenAt] })],
);

/** Who passed which post on. */
export const boosts = pgTable(
  "boosts",
  {
    /** Made of the time of the boost. */
    id: uuid("id").primaryKey().$type<BoostId>(),
    /** The id of the Announce activity. */
    uri: text("uri").notNull().unique(),
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" })
      .$type<PostId>(),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    unique("boosts_once").on(table.postId, table.actorId),
    index("boosts_actor").on(table.actorId, table.id),
  ],
);

/** Who likes what: cases, opinions, comments and posts. Emoji reactions count as likes (FEP-c0e0). */
export const likes = pgTable(
  "likes",
  {
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    objectKind: text("object_kind").notNull().$type<LikeableKind>(),
    objectId: uuid("object_id").notNull(),
    /** The id of the Like activity. */
    uri: text("uri").notNull().unique(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actorId, table.objectId] }),
    index("likes_object").on(table.objectId, table.createdAt),
  ],
);

import { sql } from "drizzle-orm";
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Audience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import type { FormFields } from "#domain/case-draft.ts";
import type { AccountId, ActorId, CaseId, CommentId, DraftId, ImageId, OpinionId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import type { CommentReason, OpinionBody } from "#domain/opinion.ts";
import { accounts } from "./accounts.ts";
import { actors } from "./actors.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Cases, local and remote. */
export const cases = pgTable(
  "cases",
  {
    id: uuid("id").primaryKey().$type<CaseId>(),
    uri: text("uri").notNull().unique(),
    authorId: uuid("author_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    local: boolean("local").notNull(),
    audience: text("audience").notNull().$type<Audience>(),
    clinical: jsonb("clinical").notNull().$type<ClinicalCase>(),
    /** The page for people at the case's home. */
    url: text("url").notNull(),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
    search: tsvector("search")
      .notNull()
      .generatedAlwaysAs(
        sql`to_tsvector('english', coalesce(clinical->>'title', '') || ' ' || coalesce(clinical->'question'->>'text', '') || ' ' || coalesce(clinical->>'findings', ''))`,
      ),
  },
  (table) => [
    index("cases_author").on(table.authorId, table.publishedAt),
    index("cases_published").on(table.publishedAt, table.id),
    index("cases_search").using("gin", table.search),
    index("cases_specialties").using("gin", sql`(${table.clinical} -> 'specialties')`),
  ],
);

/** Pictures of cases; the bytes are in the blob store under the id. */
export const caseImages = pgTable(
  "case_images",
  {
    id: uuid("id").primaryKey().$type<ImageId>(),
    caseId: uuid("case_id")
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    position: integer("position").notNull(),
    mediaType: text("media_type").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    blurhash: text("blurhash").notNull(),
    alt: text("alt").notNull(),
    graphic: boolean("graphic").notNull(),
    /** Where a remote case's picture is fetched from; null for our own. */
    sourceUrl: text("source_url"),
    /** Whether the bytes are in the blob store; a remote picture is fetched after the case has arrived. */
    stored: boolean("stored").notNull(),
  },
  (table) => [unique("case_images_position").on(table.caseId, table.position)],
);

/** Which streams a case is in: the one it was addressed to, and those that announced it. */
export const streamCases = pgTable(
  "stream_cases",
  {
    streamId: uuid("stream_id")
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
    primaryKey({ columns: [table.streamId, table.caseId] }),
    index("stream_cases_latest").on(table.streamId, table.publishedAt.desc(), table.caseId.desc()),
    index("stream_cases_case").on(table.caseId),
  ],
);

/** Cases that moderators took out of a stream: they stay where they are otherwise, and do not come back into it. */
export const streamRemovals = pgTable(
  "stream_removals",
  {
    streamId: uuid("stream_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    caseId: uuid("case_id")
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    removedAt: timestamp("removed_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.streamId, table.caseId] }),
    index("stream_removals_case").on(table.caseId),
  ],
);

/** Opinions, local and remote, admitted or not. */
export const opinions = pgTable(
  "opinions",
  {
    id: uuid("id").primaryKey().$type<OpinionId>(),
    uri: text("uri").notNull().unique(),
    caseId: uuid("case_id")
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    authorId: uuid("author_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    local: boolean("local").notNull(),
    /** A local author's account: one physician, one voice, whatever the persona. Null for a remote author. */
    accountId: uuid("account_id")
      .references(() => accounts.id)
      .$type<AccountId>(),
    body: jsonb("body").notNull().$type<OpinionBody>(),
    /** "admitted", or the reason why it is only a comment: see domain/opinion.ts. */
    admission: text("admission").notNull().$type<"admitted" | CommentReason>(),
    /** The presentation that the opinion carries. */
    attestation: text("attestation"),
    /** When a remote author signed it, which is what its attestation is judged by; null for our own. */
    signedAt: timestamp("signed_at", { withTimezone: true }),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    index("opinions_case").on(table.caseId, table.publishedAt),
    index("opinions_author").on(table.authorId, table.publishedAt),
    unique("opinions_one_voice").on(table.caseId, table.accountId),
    /** Of several by one author, remote ones too, at most one counts. */
    uniqueIndex("opinions_one_counts")
      .on(table.caseId, table.authorId)
      .where(sql`admission = 'admitted'`),
  ],
);

/** Replies that hold no differential: from unattested actors, or plain discussion. They never count. */
export const comments = pgTable(
  "comments",
  {
    id: uuid("id").primaryKey().$type<CommentId>(),
    uri: text("uri").notNull().unique(),
    caseId: uuid("case_id")
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    authorId: uuid("author_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    local: boolean("local").notNull(),
    inReplyTo: text("in_reply_to").notNull(),
    /** HTML, sanitised. */
    content: text("content").notNull(),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("comments_case").on(table.caseId, table.publishedAt)],
);

/** Who looked at the others' opinions before answering: their own is then not given blind. */
export const looks = pgTable(
  "looks",
  {
    caseId: uuid("case_id")
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id)
      .$type<AccountId>(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.accountId] })],
);

/** Cases that are being written: nothing of them has left, nothing of them is kept for more than a day. */
export const drafts = pgTable(
  "drafts",
  {
    id: uuid("id").primaryKey().$type<DraftId>(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" })
      .$type<AccountId>(),
    /** The form as it was sent, so that it can be changed. */
    form: jsonb("form").notNull().$type<FormFields>(),
    /** What the form says, and who may see it; null while something is wrong with it. */
    clinical: jsonb("clinical").$type<ClinicalCase>(),
    audience: text("audience").$type<Audience>(),
    images: jsonb("images").notNull().$type<CaseImage[]>(),
    /** Seals the pictures on disk (AES-256-GCM, base64url); deleting the row makes them unreadable. */
    key: text("key").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("drafts_expiry").on(table.expiresAt)],
);

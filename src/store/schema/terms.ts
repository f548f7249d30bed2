import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import type { Coding } from "#domain/diagnosis.ts";
import type { TermId } from "#domain/ids.ts";
import type { NameKind, TermLanguage } from "#domain/terms/term.ts";

/** A diagnosis, whatever terminologies have it. */
export const terms = pgTable(
  "terms",
  {
    id: uuid("id").primaryKey().$type<TermId>(),
    /** How often an answer given here named it. */
    uses: integer("uses").notNull().default(0),
  },
  (table) => [
    index("terms_used")
      .on(table.id)
      .where(sql`uses > 0`),
  ],
);

/** The codes of a terminology, each with the diagnosis that it stands for. A code stays once it was known. */
export const termCodes = pgTable(
  "term_codes",
  {
    system: text("system").notNull(),
    code: text("code").notNull(),
    termId: uuid("term_id")
      .notNull()
      .references(() => terms.id)
      .$type<TermId>(),
    /** Codes of the same system. */
    parents: text("parents").array().notNull(),
    /** Codes of classifications that the terminology gives beside its own. */
    also: jsonb("also").notNull().$type<readonly Coding[]>(),
    /** Of the row as it was imported last, to see what has changed. */
    digest: text("digest").notNull(),
    /** Left out by a later edition: its names are gone, the code stays for those who have used it. */
    retired: boolean("retired").notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.system, table.code] }), index("term_codes_term").on(table.termId)],
);

/** What a diagnosis is called, by the terminology that says so. */
export const termNames = pgTable(
  "term_names",
  {
    termId: uuid("term_id")
      .notNull()
      .references(() => terms.id)
      .$type<TermId>(),
    system: text("system").notNull(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    language: text("language").notNull().$type<TermLanguage | "und">(),
    kind: text("kind").notNull().$type<NameKind>(),
    /** As `foldText` has it: what somebody types is looked for here. */
    folded: text("folded").notNull(),
    /** As `matchKey` has it: what is equal here is the same diagnosis. */
    key: text("key").notNull(),
  },
  (table) => [
    index("term_names_term").on(table.termId),
    index("term_names_code").on(table.system, table.code),
    index("term_names_key").on(table.key),
    index("term_names_prefix").on(sql`${table.folded} text_pattern_ops`),
    index("term_names_trigrams").using("gin", sql`${table.folded} gin_trgm_ops`),
  ],
);

/** The edition of each terminology that was imported last. */
export const terminologies = pgTable("terminologies", {
  system: text("system").primaryKey(),
  /** SHA-256 of the file, so that the same one need not be read again. */
  digest: text("digest").notNull(),
  importedAt: timestamp("imported_at", { withTimezone: true }).notNull(),
});

import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { IdentifierKind } from "#domain/identifier.ts";

/** What was found in a text and left in it by its author's decision: which rule, where, when; never what it said. */
export const keptIdentifiers = pgTable(
  "kept_identifiers",
  {
    /** The case, opinion or comment. */
    objectId: uuid("object_id").notNull(),
    /** The form field of the text. */
    field: text("field").notNull(),
    kind: text("kind").notNull().$type<IdentifierKind>(),
    rule: text("rule").notNull(),
    decidedAt: timestamp("decided_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("kept_identifiers_object").on(table.objectId)],
);

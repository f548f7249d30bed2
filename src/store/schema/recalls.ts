import { index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Audience } from "#domain/audience.ts";
import type { ActorId, CaseId } from "#domain/ids.ts";
import type { ReceiptSigner, RecallAnswer, WithdrawnBy } from "#domain/recall.ts";
import { actors } from "./actors.ts";

/** Local cases that were withdrawn, for ever: what stands where they were. Nothing of what they said is kept. */
export const recalls = pgTable(
  "recalls",
  {
    caseId: uuid("case_id").primaryKey().$type<CaseId>(),
    uri: text("uri").notNull().unique(),
    authorId: uuid("author_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    /** Whoever could see the case is told that it is gone; to others it was never there. */
    audience: text("audience").notNull().$type<Audience>(),
    withdrawnBy: text("withdrawn_by").notNull().$type<WithdrawnBy>(),
    withdrawnAt: timestamp("withdrawn_at", { withTimezone: true }).notNull(),
    /** Until when those who hold the case have to confirm that they do not any more. */
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("recalls_latest").on(table.withdrawnAt)],
);

/**
 * What is known of those who held a withdrawn case. Who held it is in the ledger, as the deliveries of its Delete; whoever
 * has no row here still owes an answer.
 */
export const recallAnswers = pgTable(
  "recall_answers",
  {
    caseId: uuid("case_id")
      .notNull()
      .references(() => recalls.caseId)
      .$type<CaseId>(),
    host: text("host").notNull(),
    kind: text("kind").notNull().$type<RecallAnswer>(),
    at: timestamp("at", { withTimezone: true }).notNull(),
    /** A receipt as it came: its proof covers this text's JSON. */
    receipt: text("receipt"),
    /** Who signed it, with the keys of then: they may be changed, and the receipt still holds. */
    signer: jsonb("signer").$type<ReceiptSigner>(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.host] })],
);

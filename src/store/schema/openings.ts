import { sql } from "drizzle-orm";
import { pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { AccountId, ActorId, OpeningId } from "#domain/ids.ts";
import type { OpeningReason } from "#domain/opening.ts";
import { accounts } from "./accounts.ts";
import { actors } from "./actors.ts";

/** Who somebody is, sealed to the two custodians: nothing here opens it. */
export const seals = pgTable("seals", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" })
    .$type<AccountId>(),
  seal: text("seal").notNull(),
});

/** Requests to open the sealed identity behind a persona, and what became of each. */
export const openings = pgTable(
  "openings",
  {
    id: uuid("id").primaryKey().$type<OpeningId>(),
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    reasonCode: text("reason_code").notNull().$type<OpeningReason>(),
    reason: text("reason").notNull(),
    requestedBy: uuid("requested_by").notNull().$type<AccountId>(),
    requestedAt: timestamp("requested_at", { withTimezone: true }).notNull(),
    firstApprovedBy: uuid("first_approved_by").$type<AccountId>(),
    secondApprovedBy: uuid("second_approved_by").$type<AccountId>(),
    /** When the second custodian approved: the delay counts from here. */
    approvedAt: timestamp("approved_at", { withTimezone: true }),
    /** When a custodian first took the seal. */
    releasedAt: timestamp("released_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("openings_under_way")
      .on(table.actorId)
      .where(sql`${table.releasedAt} is null`),
  ],
);

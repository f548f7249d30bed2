import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AccountId } from "#domain/ids.ts";
import { accounts } from "./accounts.ts";

/** What was posted under an Idempotency-Key, so that posting again posts nothing; kept for an hour. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" })
      .$type<AccountId>(),
    key: text("key").notNull(),
    /** As the client API writes it; null while it is being posted. */
    statusId: text("status_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.key] }),
    index("idempotency_keys_age").on(table.createdAt),
  ],
);

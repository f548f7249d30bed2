import { bigint, index, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Work that must not be lost: domain events for their consumers, received activities, pictures to fetch. */
export const queueMessages = pgTable(
  "queue_messages",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    queue: text("queue").notNull(),
    payload: jsonb("payload").notNull(),
    /** Messages of one key are handled one after another, in order of id. */
    orderingKey: text("ordering_key"),
    enqueuedAt: timestamp("enqueued_at", { withTimezone: true }).notNull().defaultNow(),
    readyAt: timestamp("ready_at", { withTimezone: true }).notNull().defaultNow(),
    /** Leased to a worker until then; a worker that died lets the lease run out. */
    lockedUntil: timestamp("locked_until", { withTimezone: true }),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    /** Set when the message is given up after its last attempt; the dashboard shows it and can retry it. */
    failedAt: timestamp("failed_at", { withTimezone: true }),
  },
  (table) => [
    index("queue_messages_ready").on(table.queue, table.readyAt, table.id),
    index("queue_messages_order").on(table.queue, table.orderingKey, table.id),
  ],
);

/** Fedify's key-value store. */
export const keyValues = pgTable(
  "key_values",
  {
    key: text("key").array().primaryKey(),
    value: jsonb("value").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
  },
  (table) => [index("key_values_expiry").on(table.expiresAt)],
);

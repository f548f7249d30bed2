import { sql } from "drizzle-orm";
import { bigint, index, integer, json, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Work that must not be lost: domain events for their consumers, received activities, pictures to fetch. */
export const queueMessages = pgTable(
  "queue_messages",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    queue: text("queue").notNull(),
    /** Not jsonb: that refuses NUL and lone surrogates, which anybody may send us. */
    payload: json("payload").notNull(),
    /** Messages of one key are handled one after another, in order of id. */
    orderingKey: text("ordering_key"),
    enqueuedAt: timestamp("enqueued_at", { withTimezone: true }).notNull().defaultNow(),
    readyAt: timestamp("ready_at", { withTimezone: true }).notNull().defaultNow(),
    /** Leased to a worker until then; a worker that died lets the lease run out. Null while nobody has it. */
    lockedUntil: timestamp("locked_until", { withTimezone: true }),
    /** Another one for each lease: whoever lost theirs can no longer acknowledge. */
    lease: uuid("lease"),
    /** Attempts that failed, and leases that ran out. */
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    /** Set when the message is given up after its last attempt; the dashboard shows it and can retry it. */
    failedAt: timestamp("failed_at", { withTimezone: true }),
  },
  (table) => [
    index("queue_messages_ready")
      .on(table.queue, table.readyAt, table.id)
      .where(sql`locked_until is null and failed_at is null and ordering_key is null`),
    // Apart, so that nobody has to read through the backlog of one key to get at the rest.
    index("queue_messages_ready_keyed")
      .on(table.queue, table.readyAt)
      .where(sql`locked_until is null and failed_at is null and ordering_key is not null`),
    index("queue_messages_leased")
      .on(table.queue, table.lockedUntil)
      .where(sql`locked_until is not null`),
    index("queue_messages_order")
      .on(table.queue, table.orderingKey, table.id)
      .where(sql`ordering_key is not null and failed_at is null`),
    index("queue_messages_failed")
      .on(table.queue, table.failedAt)
      .where(sql`failed_at is not null`),
  ],
);

/** Fedify's key-value store. */
export const keyValues = pgTable(
  "key_values",
  {
    key: text("key").array().primaryKey(),
    value: json("value").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
  },
  (table) => [index("key_values_expiry").on(table.expiresAt)],
);

import { sql } from "drizzle-orm";
import {
  boolean,
  bigint,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { ActorId, PeerId } from "#domain/ids.ts";
import type { Trust } from "#domain/peer.ts";
import { actors } from "./actors.ts";

/** Other institutions' instances, and every other server that we exchanged something with. */
export const peers = pgTable("peers", {
  id: uuid("id").primaryKey().$type<PeerId>(),
  /** `URL.host`, so with a port where there is one. */
  host: text("host").notNull().unique(),
  name: text("name").notNull().default(""),
  trust: text("trust").notNull().$type<Trust>(),
  firstSeenAt: timestamp("first_seen_at", { withTimezone: true }).notNull(),
  lastDeliveredAt: timestamp("last_delivered_at", { withTimezone: true }),
  lastFailedAt: timestamp("last_failed_at", { withTimezone: true }),
  lastError: text("last_error"),
  /** Deliveries that failed since the last one that arrived. */
  failures: integer("failures").notNull().default(0),
  /** No delivery is tried before this time: a dead peer is asked rarely, and by one delivery at a time. */
  pausedUntil: timestamp("paused_until", { withTimezone: true }),
  /** How its servers read HTTP signatures: "cavage" once they refused RFC 9421 and took the older draft. */
  signatures: text("signatures").notNull().default("rfc9421").$type<"rfc9421" | "cavage">(),
});

/** Activities of local actors, as signed and sent; the body is sent to every inbox as it stands here. */
export const outgoingActivities = pgTable(
  "outgoing_activities",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    uri: text("uri").notNull().unique(),
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    type: text("type").notNull(),
    /** The id of the object that the activity is about. */
    objectUri: text("object_uri").notNull(),
    /** Whether the outbox collection shows it to everyone. */
    isPublic: boolean("is_public").notNull(),
    body: text("body").notNull(),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    index("outgoing_activities_actor").on(table.actorId, table.id),
    index("outgoing_activities_object").on(table.objectUri),
  ],
);

/** The delivery ledger: what goes to which inbox, and what became of it. Also the work queue of the deliverers. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    activityId: bigint("activity_id", { mode: "number" })
      .notNull()
      .references(() => outgoingActivities.id),
    inbox: text("inbox").notNull(),
    host: text("host").notNull(),
    state: text("state").notNull().default("waiting").$type<"waiting" | "delivered" | "failed">(),
    attempts: integer("attempts").notNull().default(0),
    /** While a deliverer works on it, the time at which another takes over, should that one have died. */
    nextAttemptAt: timestamp("next_attempt_at", { withTimezone: true }).notNull(),
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
    lastError: text("last_error"),
  },
  (table) => [
    unique("deliveries_once").on(table.activityId, table.inbox),
    index("deliveries_waiting")
      .on(table.nextAttemptAt, table.host)
      .where(sql`state = 'waiting'`),
    index("deliveries_waiting_host")
      .on(table.host)
      .where(sql`state = 'waiting'`),
  ],
);

/** Ids of activities taken in, for ever: a replay after a year is still a replay. */
export const receivedActivities = pgTable("received_activities", {
  uri: text("uri").primaryKey(),
  receivedAt: timestamp("received_at", { withTimezone: true }).notNull(),
});

/** What remote actors have deleted, for ever: a Create that comes after its Delete must not bring it back. */
export const deletedObjects = pgTable(
  "deleted_objects",
  {
    uri: text("uri").notNull(),
    /** Who deleted it; of anybody else's object of that id it says nothing. */
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    deletedAt: timestamp("deleted_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.uri, table.actorId] })],
);

import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ActorId } from "#domain/ids.ts";
import { actors } from "./actors.ts";

/** Streams of trusted institutions that a persona wants to follow and that could not be asked yet. */
export const awaitedStreams = pgTable(
  "awaited_streams",
  {
    followerId: uuid("follower_id")
      .notNull()
      .references(() => actors.id, { onDelete: "cascade" })
      .$type<ActorId>(),
    specialty: text("specialty").notNull(),
    host: text("host").notNull(),
    tries: integer("tries").notNull().default(0),
    nextAt: timestamp("next_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.followerId, table.specialty, table.host] }),
    index("awaited_streams_next").on(table.nextAt),
  ],
);

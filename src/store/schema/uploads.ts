import { boolean, index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AccountId, ImageId, UploadId } from "#domain/ids.ts";
import { accounts } from "./accounts.ts";

/** Pictures that an app sent ahead of their case: de-identified, sealed on disk, kept for a day at most. */
export const uploads = pgTable(
  "uploads",
  {
    id: uuid("id").primaryKey().$type<UploadId>(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" })
      .$type<AccountId>(),
    state: text("state").notNull().$type<"checking" | "ready" | "refused">(),
    /** Why it was refused, in words. */
    fault: text("fault"),
    imageId: uuid("image_id").notNull().$type<ImageId>(),
    /** Seals the picture on disk. */
    key: text("key").notNull(),
    alt: text("alt").notNull(),
    graphic: boolean("graphic").notNull(),
    width: integer("width"),
    height: integer("height"),
    blurhash: text("blurhash"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("uploads_age").on(table.createdAt)],
);

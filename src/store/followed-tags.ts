import { and, eq } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { followedTags } from "./schema/index.ts";

export async function insertFollowedTag(db: Database, row: typeof followedTags.$inferInsert): Promise<void> {
  await db.insert(followedTags).values(row).onConflictDoNothing();
}

export async function deleteFollowedTag(db: Database, ownerId: ActorId, name: string): Promise<void> {
  await db.delete(followedTags).where(and(eq(followedTags.ownerId, ownerId), eq(followedTags.name, name)));
}

/** Hashtags that a persona follows, by name. */
export async function listFollowedTags(db: Database, ownerId: ActorId): Promise<string[]> {
  const rows = await db
    .select({ name: followedTags.name })
    .from(followedTags)
    .where(eq(followedTags.ownerId, ownerId))
    .orderBy(followedTags.name);
  return rows.map(({ name }) => name);
}

import { and, eq } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { follows } from "./schema/index.ts";

export type FollowRow = typeof follows.$inferSelect;

/** Records a follow; false where there is one already, which is not changed. */
export async function insertFollow(tx: Transaction, row: FollowRow): Promise<boolean> {
  const inserted = await tx.insert(follows).values(row).onConflictDoNothing().returning({ uri: follows.uri });
  return inserted.length > 0;
}

/** Takes a follow away and returns it. */
export async function deleteFollow(
  tx: Transaction,
  followerId: ActorId,
  followeeId: ActorId,
): Promise<FollowRow | undefined> {
  const [row] = await tx
    .delete(follows)
    .where(and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId)))
    .returning();
  return row;
}

/** Marks a follow as accepted by the followee; false where there was none. */
export async function acceptFollow(
  tx: Transaction,
  followerId: ActorId,
  followeeId: ActorId,
): Promise<boolean> {
  const rows = await tx
    .update(follows)
    .set({ state: "accepted" })
    .where(and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId)))
    .returning({ uri: follows.uri });
  return rows.length > 0;
}

/** Whom this persona follows or has asked to follow. */
export const listFollowees = (
  db: Database,
  followerId: ActorId,
): Promise<{ followeeId: ActorId; state: FollowRow["state"] }[]> =>
  db
    .select({ followeeId: follows.followeeId, state: follows.state })
    .from(follows)
    .where(eq(follows.followerId, followerId));

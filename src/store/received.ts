import { eq } from "drizzle-orm";
import type { Database, Transaction } from "./database.ts";
import { receivedActivities } from "./schema/index.ts";

/**
 * Remembers for ever that an activity was taken in.
 *
 * @returns false where it was before: a replay, or one that came by two ways
 */
export async function isFirstReceipt(tx: Transaction, uri: string, now: Date): Promise<boolean> {
  const rows = await tx
    .insert(receivedActivities)
    .values({ uri, receivedAt: now })
    .onConflictDoNothing()
    .returning({ uri: receivedActivities.uri });
  return rows.length > 0;
}

/** Whether an activity was taken in before: a cheap look at the door, which decides nothing by itself. */
export async function wasReceived(db: Database, uri: string): Promise<boolean> {
  const rows = await db
    .select({ uri: receivedActivities.uri })
    .from(receivedActivities)
    .where(eq(receivedActivities.uri, uri));
  return rows.length > 0;
}

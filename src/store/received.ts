import type { Transaction } from "./database.ts";
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

import { inArray } from "drizzle-orm";
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

/** Those of the activities that were taken in before: a cheap look at the door, which decides nothing by itself. */
export async function receivedAmong(db: Database, uris: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ uri: receivedActivities.uri })
    .from(receivedActivities)
    .where(inArray(receivedActivities.uri, [...uris]));
  return new Set(rows.map(({ uri }) => uri));
}

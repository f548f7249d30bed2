import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "./database.ts";
import { receivedActivities } from "./schema/index.ts";

/**
 * Remembers for ever that an activity was taken in.
 *
 * @returns false where it was before: a replay, or one that came by two ways
 */
export const isFirstReceipt = async (tx: Transaction, uri: string, now: Date): Promise<boolean> =>
  (await firstReceipts(tx, [uri], now)).has(uri);

/** The same for many activities. @returns those that were not taken in before */
export async function firstReceipts(
  tx: Transaction,
  uris: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (uris.length === 0) return new Set();
  // In order, so that of two transactions which take in the same ones only one waits for the other.
  const sorted = [...new Set(uris)].sort();
  const rows = await tx
    .insert(receivedActivities)
    .values(sorted.map((uri) => ({ uri, receivedAt: now })))
    .onConflictDoNothing()
    .returning({ uri: receivedActivities.uri });
  return new Set(rows.map(({ uri }) => uri));
}

/** Those of the activities that were taken in before: a cheap look at the door, which decides nothing by itself. */
export async function receivedAmong(db: Database, uris: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ uri: receivedActivities.uri })
    .from(receivedActivities)
    .where(inArray(receivedActivities.uri, [...uris]));
  return new Set(rows.map(({ uri }) => uri));
}

import { and, eq, lt, lte } from "drizzle-orm";
import type { AccountId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { idempotencyKeys } from "./schema/index.ts";

/** Takes a key that nobody has, or that is older than `since`; false where it is taken. */
export async function claimKey(
  db: Database,
  accountId: AccountId,
  key: string,
  now: Date,
  since: Date,
): Promise<boolean> {
  const rows = await db
    .insert(idempotencyKeys)
    .values({ accountId, key, createdAt: now })
    .onConflictDoUpdate({
      target: [idempotencyKeys.accountId, idempotencyKeys.key],
      set: { statusId: null, createdAt: now },
      setWhere: lt(idempotencyKeys.createdAt, since),
    })
    .returning({ key: idempotencyKeys.key });
  return rows.length > 0;
}

const isKey = (accountId: AccountId, key: string) =>
  and(eq(idempotencyKeys.accountId, accountId), eq(idempotencyKeys.key, key));

/** What was posted under a key; null while it is being posted, undefined where nobody has the key. */
export async function findKey(
  db: Database,
  accountId: AccountId,
  key: string,
): Promise<string | null | undefined> {
  const [row] = await db
    .select({ statusId: idempotencyKeys.statusId })
    .from(idempotencyKeys)
    .where(isKey(accountId, key));
  return row?.statusId;
}

export async function finishKey(
  db: Database,
  accountId: AccountId,
  key: string,
  statusId: string,
): Promise<void> {
  await db.update(idempotencyKeys).set({ statusId }).where(isKey(accountId, key));
}

export async function deleteKey(db: Database, accountId: AccountId, key: string): Promise<void> {
  await db.delete(idempotencyKeys).where(isKey(accountId, key));
}

/** Forgets keys older than this. */
export async function sweepKeys(db: Database, before: Date): Promise<void> {
  await db.delete(idempotencyKeys).where(lte(idempotencyKeys.createdAt, before));
}

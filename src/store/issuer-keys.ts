import { and, asc, isNotNull, isNull, lte } from "drizzle-orm";
import type { Database, Transaction } from "./database.ts";
import { issuerKeys } from "./schema/index.ts";

export type IssuerKeyRow = typeof issuerKeys.$inferSelect;

/** All keys that this institution ever attested with, the oldest first. */
export const listIssuerKeys = (db: Database | Transaction): Promise<IssuerKeyRow[]> =>
  db.select().from(issuerKeys).orderBy(asc(issuerKeys.signsFrom));

/** Stores a key; false where there is one that is not retired, which is then the one to use. */
export async function insertIssuerKey(db: Database | Transaction, row: IssuerKeyRow): Promise<boolean> {
  const inserted = await db
    .insert(issuerKeys)
    .values(row)
    .onConflictDoNothing()
    .returning({ keyId: issuerKeys.keyId });
  return inserted.length > 0;
}

/** Retires the newest key as of a time, which may lie ahead; nothing where it came into use after `signedBefore`. */
export async function retireIssuerKey(tx: Transaction, at: Date, signedBefore: Date): Promise<boolean> {
  const retired = await tx
    .update(issuerKeys)
    .set({ retiredAt: at })
    .where(and(isNull(issuerKeys.retiredAt), lte(issuerKeys.signsFrom, signedBefore)))
    .returning({ keyId: issuerKeys.keyId });
  return retired.length > 0;
}

/** Destroys the private halves of retired keys. */
export async function forgetRetiredKeys(db: Database, now: Date): Promise<void> {
  await db
    .update(issuerKeys)
    .set({ privateKey: null })
    .where(and(lte(issuerKeys.retiredAt, now), isNotNull(issuerKeys.privateKey)));
}

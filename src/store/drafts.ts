import { and, desc, eq, gt, lte } from "drizzle-orm";
import type { AccountId, DraftId } from "#domain/ids.ts";
import { lockAccount } from "./accounts.ts";
import type { Database, Transaction } from "./database.ts";
import { drafts } from "./schema/index.ts";

export type DraftRow = typeof drafts.$inferSelect;

/** Keeps a draft; false where this person has `limit` of them already, also where several come at the same moment. */
export const insertDraft = (db: Database, row: DraftRow, limit: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    await lockAccount(tx, row.accountId);
    if ((await countDrafts(tx, row.accountId)) >= limit) return false;
    await tx.insert(drafts).values(row);
    return true;
  });

/** How many drafts this person has. */
export const countDrafts = (db: Database | Transaction, accountId: AccountId): Promise<number> =>
  db.$count(drafts, eq(drafts.accountId, accountId));

/** The drafts of this person that have not run out, the latest first. */
export const listDrafts = (db: Database, accountId: AccountId, now: Date): Promise<DraftRow[]> =>
  db
    .select()
    .from(drafts)
    .where(and(eq(drafts.accountId, accountId), gt(drafts.expiresAt, now)))
    .orderBy(desc(drafts.expiresAt));

/** Puts another content into a draft of this person; false where it is gone. */
export async function updateDraft(
  db: Database | Transaction,
  row: Omit<DraftRow, "key" | "expiresAt">,
): Promise<boolean> {
  const { id, accountId, ...content } = row;
  const updated = await db
    .update(drafts)
    .set(content)
    .where(and(eq(drafts.id, id), eq(drafts.accountId, accountId)))
    .returning({ id: drafts.id });
  return updated.length > 0;
}

/** A draft of this person that has not run out. */
export async function findDraft(
  db: Database | Transaction,
  id: DraftId,
  accountId: AccountId,
  now: Date,
): Promise<DraftRow | undefined> {
  const [row] = await db
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), eq(drafts.accountId, accountId), gt(drafts.expiresAt, now)));
  return row;
}

/** Takes a draft away; `undefined` where somebody else was faster, so that a case is posted once. */
export async function takeDraft(
  tx: Database | Transaction,
  id: DraftId,
  accountId: AccountId,
): Promise<DraftRow | undefined> {
  const [row] = await tx
    .delete(drafts)
    .where(and(eq(drafts.id, id), eq(drafts.accountId, accountId)))
    .returning();
  return row;
}

/** Takes away what has run out, and returns it so that its pictures can go too. */
export const takeExpiredDrafts = (db: Database, now: Date): Promise<DraftRow[]> =>
  db.delete(drafts).where(lte(drafts.expiresAt, now)).returning();

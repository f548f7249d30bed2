import { eq, sql } from "drizzle-orm";
import type { AccountId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { sessions } from "./schema/index.ts";

/** Every process hears here of an account of which sessions were ended; what its open pages show ends then too. */
export const ENDED_SESSIONS_CHANNEL = "consilium_sessions";

export async function insertSession(
  tx: Transaction | Database,
  tokenHash: string,
  accountId: AccountId,
  expiresAt: Date,
): Promise<void> {
  await tx.insert(sessions).values({ tokenHash, accountId, expiresAt });
}

/** Ends one session. */
export function deleteSession(db: Database, tokenHash: string): Promise<void> {
  return db.transaction(async (tx) => {
    const [ended] = await tx
      .delete(sessions)
      .where(eq(sessions.tokenHash, tokenHash))
      .returning({ accountId: sessions.accountId });
    if (ended !== undefined) await tellEnded(tx, ended.accountId);
  });
}

/** Ends every session of an account. */
export async function deleteSessionsOf(tx: Transaction, accountId: AccountId): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.accountId, accountId));
  await tellEnded(tx, accountId);
}

async function tellEnded(tx: Transaction, accountId: AccountId): Promise<void> {
  await tx.execute(sql`select pg_notify(${ENDED_SESSIONS_CHANNEL}, ${accountId})`);
}

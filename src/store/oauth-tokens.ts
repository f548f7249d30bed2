import { eq } from "drizzle-orm";
import type { AccountId } from "#domain/ids.ts";
import type { Transaction } from "./database.ts";
import { oauthCodes, oauthTokens } from "./schema/index.ts";

/** Ends whatever an account let apps do: their tokens, and codes that are on their way. */
export async function deleteTokensOf(tx: Transaction, accountId: AccountId): Promise<void> {
  await tx.delete(oauthTokens).where(eq(oauthTokens.accountId, accountId));
  await tx.delete(oauthCodes).where(eq(oauthCodes.accountId, accountId));
}

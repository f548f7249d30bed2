import { eq } from "drizzle-orm";
import type { Database, Transaction } from "../database.ts";
import { terminologies } from "../schema/index.ts";

/** Remembers which edition of a terminology is in the table. */
export async function rememberEdition(
  tx: Transaction,
  edition: typeof terminologies.$inferInsert,
): Promise<void> {
  await tx
    .insert(terminologies)
    .values(edition)
    .onConflictDoUpdate({ target: terminologies.system, set: edition });
}

/** The digest of the file that was imported last; undefined before the first. */
export async function editionOf(db: Database, system: string): Promise<string | undefined> {
  const [row] = await db
    .select({ digest: terminologies.digest })
    .from(terminologies)
    .where(eq(terminologies.system, system));
  return row?.digest;
}

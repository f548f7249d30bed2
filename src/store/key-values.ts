import { sql } from "drizzle-orm";
import { keyValues } from "./schema/index.ts";
import type { Database } from "./database.ts";

/**
 * Removes what has expired from the key-value store. Readers pass over expired values anyway; this gives the space back.
 *
 * @returns how many there were
 */
export async function sweepExpired(db: Database): Promise<number> {
  const gone = await db.delete(keyValues).where(sql`${keyValues.expiresAt} <= now()`);
  return gone.count;
}

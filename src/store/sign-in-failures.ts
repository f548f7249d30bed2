import { eq, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { signInFailures } from "./schema/index.ts";

/**
 * Counts a try to sign in under a name, before it is made, so that many at once are not more than many in a row. The
 * fifth locks the name for a minute, each one after that for twice as long as the one before, an hour at most.
 *
 * @returns until when the name takes no try; `undefined` where this one may be made
 */
export async function countTry(db: Database, login: string, now: Date): Promise<Date | undefined> {
  const lock = sql`case when ${signInFailures.count} >= 4
    then ${now.toISOString()}::timestamptz + least(60, power(2, least(${signInFailures.count} - 4, 6))) * interval '1 minute' end`;
  const counted = await db
    .insert(signInFailures)
    .values({ login, count: 1, lockedUntil: null })
    .onConflictDoUpdate({
      target: signInFailures.login,
      set: { count: sql`${signInFailures.count} + 1`, lockedUntil: lock },
      setWhere: sql`${signInFailures.lockedUntil} is null or ${signInFailures.lockedUntil} <= ${now.toISOString()}::timestamptz`,
    })
    .returning({ login: signInFailures.login });
  if (counted.length > 0) return undefined;
  const [locked] = await db
    .select({ until: signInFailures.lockedUntil })
    .from(signInFailures)
    .where(eq(signInFailures.login, login));
  return locked?.until ?? undefined;
}

/** Forgets the tries under a name, once one was right. */
export async function forgetTries(db: Database, login: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.login, login));
}

import { eq, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { signInFailures } from "./schema/index.ts";

/** Until when this sign-in name takes no try; `undefined` where it does. */
export async function lockedUntil(db: Database, login: string, now: Date): Promise<Date | undefined> {
  const [row] = await db
    .select({ until: signInFailures.lockedUntil })
    .from(signInFailures)
    .where(eq(signInFailures.login, login));
  return row?.until && row.until > now ? row.until : undefined;
}

/** Counts a failed try; from the fifth on the name is locked, a minute at first, then twice as long each time, an hour at most. */
export async function countFailure(db: Database, login: string, now: Date): Promise<void> {
  const lock = sql`case when ${signInFailures.count} >= 4
    then ${now.toISOString()}::timestamptz + least(60, power(2, least(${signInFailures.count} - 4, 6))) * interval '1 minute' end`;
  await db
    .insert(signInFailures)
    .values({ login, count: 1, lockedUntil: null })
    .onConflictDoUpdate({
      target: signInFailures.login,
      set: { count: sql`${signInFailures.count} + 1`, lockedUntil: lock },
    });
}

export async function forgetFailures(db: Database, login: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.login, login));
}

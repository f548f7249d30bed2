import { and, asc, count, eq, lt } from "drizzle-orm";
import type { ApplicationId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { applications } from "./schema/index.ts";

export type ApplicationRow = typeof applications.$inferSelect;

export async function insertApplication(db: Database | Transaction, row: ApplicationRow): Promise<void> {
  await db.insert(applications).values(row);
}

export async function countWaiting(db: Database): Promise<number> {
  const [row] = await db.select({ n: count() }).from(applications).where(eq(applications.state, "waiting"));
  return row?.n ?? 0;
}

/** Who waits for the registrar, the longest first, without what is encrypted. */
export const listWaiting = (db: Database) =>
  db
    .select({
      id: applications.id,
      profession: applications.profession,
      specialty: applications.specialty,
      country: applications.country,
      appliedAt: applications.appliedAt,
    })
    .from(applications)
    .where(eq(applications.state, "waiting"))
    .orderBy(asc(applications.appliedAt));

/** An application that waits; inside a transaction, nobody else decides on it until that ends. */
export async function lockWaiting(tx: Transaction, id: ApplicationId): Promise<ApplicationRow | undefined> {
  const [row] = await tx
    .select()
    .from(applications)
    .where(and(eq(applications.id, id), eq(applications.state, "waiting")))
    .for("update");
  return row;
}

/** What an applicant's link leads to. */
export async function findByToken(db: Database, tokenHash: string) {
  const [row] = await db
    .select({ state: applications.state, refusedFor: applications.refusedFor })
    .from(applications)
    .where(eq(applications.tokenHash, tokenHash));
  return row;
}

/** Decides on an application; everything that says who it was is gone from the row. */
export async function decideApplication(
  tx: Transaction,
  id: ApplicationId,
  decision: Pick<ApplicationRow, "state" | "refusedFor" | "decidedAt">,
): Promise<void> {
  await tx
    .update(applications)
    .set({ ...decision, details: null, proof: null })
    .where(eq(applications.id, id));
}

/** Removes applications from before a time, decided or not. */
export async function deleteApplications(db: Database, before: Date): Promise<void> {
  await db.delete(applications).where(lt(applications.appliedAt, before));
}

/** The ids of all that wait: whose keys are still needed. */
export async function waitingIds(db: Database): Promise<Set<string>> {
  const rows = await db
    .select({ id: applications.id })
    .from(applications)
    .where(eq(applications.state, "waiting"));
  return new Set(rows.map(({ id }) => id));
}

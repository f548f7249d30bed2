import { and, count, desc, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { AccountId, ActorId, OpeningId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, openings, personas, seals } from "./schema/index.ts";

export type NewOpening = Pick<
  typeof openings.$inferInsert,
  "id" | "actorId" | "reasonCode" | "reason" | "requestedBy" | "requestedAt"
>;

/** Keeps who somebody is, sealed; a later verification takes the place of an earlier one. */
export async function putSeal(tx: Transaction, accountId: AccountId, seal: string): Promise<void> {
  await tx
    .insert(seals)
    .values({ accountId, seal })
    .onConflictDoUpdate({ target: seals.accountId, set: { seal } });
}

/** The sealed identity of the physician behind a persona. */
export async function findSeal(db: Database | Transaction, actorId: ActorId): Promise<string | undefined> {
  const [row] = await db
    .select({ seal: seals.seal })
    .from(personas)
    .innerJoin(seals, eq(seals.accountId, personas.accountId))
    .where(eq(personas.actorId, actorId));
  return row?.seal;
}

/** Stores a request; false where one for this persona is under way. */
export async function insertOpening(tx: Transaction, opening: NewOpening): Promise<boolean> {
  const rows = await tx.insert(openings).values(opening).onConflictDoNothing().returning({ id: openings.id });
  return rows.length > 0;
}

const columns = {
  id: openings.id,
  actorId: openings.actorId,
  handle: actors.username,
  pseudonym: actors.name,
  reasonCode: openings.reasonCode,
  reason: openings.reason,
  requestedBy: openings.requestedBy,
  requestedAt: openings.requestedAt,
  firstApprovedBy: openings.firstApprovedBy,
  secondApprovedBy: openings.secondApprovedBy,
  approvedAt: openings.approvedAt,
  releasedAt: openings.releasedAt,
};

/** A request with the persona that it is about; nobody else decides on it until the transaction ends. */
export async function lockOpening(tx: Transaction, id: OpeningId) {
  const [row] = await tx
    .select(columns)
    .from(openings)
    .innerJoin(actors, eq(actors.id, openings.actorId))
    .where(eq(openings.id, id))
    .for("update", { of: openings });
  return row;
}
export type OpeningRow = NonNullable<Awaited<ReturnType<typeof lockOpening>>>;

export const listOpenings = (db: Database, limit: number): Promise<OpeningRow[]> =>
  db
    .select(columns)
    .from(openings)
    .innerJoin(actors, eq(actors.id, openings.actorId))
    .orderBy(desc(openings.requestedAt))
    .limit(limit);

export async function updateOpening(
  tx: Transaction,
  id: OpeningId,
  changes: Partial<Pick<OpeningRow, "firstApprovedBy" | "secondApprovedBy" | "approvedAt" | "releasedAt">>,
): Promise<void> {
  await tx.update(openings).set(changes).where(eq(openings.id, id));
}

/** Openings about any persona of an account that happened before a time: what its physician is told. */
export const listOpeningsOf = (
  db: Database,
  accountId: AccountId,
  before: Date,
): Promise<Pick<OpeningRow, "pseudonym" | "reasonCode" | "releasedAt">[]> =>
  db
    .select({ pseudonym: actors.name, reasonCode: openings.reasonCode, releasedAt: openings.releasedAt })
    .from(openings)
    .innerJoin(personas, eq(personas.actorId, openings.actorId))
    .innerJoin(actors, eq(actors.id, openings.actorId))
    .where(
      and(
        eq(personas.accountId, accountId),
        isNotNull(openings.releasedAt),
        lte(openings.releasedAt, before),
      ),
    )
    .orderBy(desc(openings.releasedAt));

/** How many identities were opened in each year, the latest first. */
export const countOpeningsByYear = (db: Database): Promise<{ year: number; n: number }[]> => {
  const year = sql<number>`extract(year from ${openings.releasedAt} at time zone 'UTC')::int`;
  return db
    .select({ year, n: count() })
    .from(openings)
    .where(isNotNull(openings.releasedAt))
    .groupBy(year)
    .orderBy(desc(year));
};

import { randomInt } from "node:crypto";
import { and, count, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { STATUS_LIST_SIZE } from "#domain/attestation.ts";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, attestationStatuses } from "./schema/index.ts";

/** A place in one of this institution's status lists. */
export interface StatusPlace {
  readonly list: number;
  readonly index: number;
}

/** Beyond half full, looking for a free place at random would take longer and longer. */
const LIST_IS_FULL = STATUS_LIST_SIZE / 2;
const MAX_TRIES = 100;

/** The place in force of a persona; a new one, by chance, where it has none or the last was revoked. */
export async function reserveStatus(db: Database | Transaction, actorId: ActorId): Promise<StatusPlace> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const known = await findStatus(db, actorId);
    if (known !== undefined) return known;
    const place = { list: await openList(db), index: randomInt(STATUS_LIST_SIZE) };
    await db
      .insert(attestationStatuses)
      .values({ ...place, actorId })
      .onConflictDoNothing();
  }
  throw new Error("No free place was found in the status lists.");
}

async function findStatus(db: Database | Transaction, actorId: ActorId): Promise<StatusPlace | undefined> {
  const [row] = await db
    .select({ list: attestationStatuses.list, index: attestationStatuses.index })
    .from(attestationStatuses)
    .where(and(eq(attestationStatuses.actorId, actorId), isNull(attestationStatuses.revokedAt)));
  return row;
}

async function openList(db: Database | Transaction): Promise<number> {
  const [newest] = await db
    .select({ list: attestationStatuses.list, taken: count() })
    .from(attestationStatuses)
    .groupBy(attestationStatuses.list)
    .orderBy(desc(attestationStatuses.list))
    .limit(1);
  if (newest === undefined) return 0;
  return newest.taken < LIST_IS_FULL ? newest.list : newest.list + 1;
}

/** Revokes the place in force of a persona for good; false where it has none. */
export async function revokeStatus(
  tx: Transaction,
  actorId: ActorId,
  revokedAt: Date,
  reason: string,
): Promise<boolean> {
  const revoked = await tx
    .update(attestationStatuses)
    .set({ revokedAt, reason })
    .where(and(eq(attestationStatuses.actorId, actorId), isNull(attestationStatuses.revokedAt)))
    .returning({ index: attestationStatuses.index });
  return revoked.length > 0;
}

/** What a status list says; `undefined` where nobody has a place in it. */
export async function readStatusPlaces(
  db: Database,
  list: number,
): Promise<readonly { readonly index: number; readonly revokedAt: Date }[] | undefined> {
  const [any] = await db
    .select({ index: attestationStatuses.index })
    .from(attestationStatuses)
    .where(eq(attestationStatuses.list, list))
    .limit(1);
  if (any === undefined) return undefined;
  const rows = await db
    .select({ index: attestationStatuses.index, revokedAt: attestationStatuses.revokedAt })
    .from(attestationStatuses)
    .where(and(eq(attestationStatuses.list, list), isNotNull(attestationStatuses.revokedAt)));
  return rows.flatMap(({ index, revokedAt }) => (revokedAt === null ? [] : [{ index, revokedAt }]));
}

/** What was revoked for cause, the latest first, and whether the persona is vouched for again. */
export async function listRevocations(db: Database, limit: number) {
  const rows = await db
    .select({
      handle: actors.username,
      pseudonym: actors.name,
      verified: actors.verified,
      revokedAt: attestationStatuses.revokedAt,
      reason: attestationStatuses.reason,
    })
    .from(attestationStatuses)
    .innerJoin(actors, eq(actors.id, attestationStatuses.actorId))
    .where(isNotNull(attestationStatuses.revokedAt))
    .orderBy(desc(attestationStatuses.revokedAt))
    .limit(limit);
  return rows.flatMap(({ revokedAt, ...row }) => (revokedAt === null ? [] : [{ ...row, revokedAt }]));
}

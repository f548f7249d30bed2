import { eq } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { actorKeys } from "./schema/index.ts";

export type ActorKeyRow = typeof actorKeys.$inferSelect;

export async function insertActorKeys(tx: Transaction, rows: readonly ActorKeyRow[]): Promise<void> {
  await tx.insert(actorKeys).values([...rows]);
}

/** Both keys of a local actor; none for a remote one. */
export const findActorKeys = (db: Database | Transaction, actorId: ActorId): Promise<ActorKeyRow[]> =>
  db.select().from(actorKeys).where(eq(actorKeys.actorId, actorId));

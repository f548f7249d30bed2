import { and, eq } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { deletedObjects } from "./schema/index.ts";

/** Remembers for ever that an actor deleted an object, whether it was here or not. */
export async function markDeleted(
  db: Database | Transaction,
  actorId: ActorId,
  uri: string,
  now: Date,
): Promise<void> {
  await db.insert(deletedObjects).values({ uri, actorId, deletedAt: now }).onConflictDoNothing();
}

/** Whether this actor deleted the object of that id, before it came here or since. */
export async function wasDeleted(
  db: Database | Transaction,
  actorId: ActorId,
  uri: string,
): Promise<boolean> {
  const found = and(eq(deletedObjects.uri, uri), eq(deletedObjects.actorId, actorId));
  return (await db.$count(deletedObjects, found)) > 0;
}

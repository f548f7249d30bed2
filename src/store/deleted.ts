import { inArray } from "drizzle-orm";
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
export const wasDeleted = async (
  db: Database | Transaction,
  actorId: ActorId,
  uri: string,
): Promise<boolean> => (await deletedAmong(db, [{ author: actorId, uri }])).has(uri);

/** Those of the objects, by their ids, that their authors deleted. */
export async function deletedAmong(
  db: Database | Transaction,
  objects: readonly { readonly author: ActorId; readonly uri: string }[],
): Promise<ReadonlySet<string>> {
  if (objects.length === 0) return new Set();
  const authorOf = new Map(objects.map(({ author, uri }) => [uri, author]));
  const rows = await db
    .select({ uri: deletedObjects.uri, actorId: deletedObjects.actorId })
    .from(deletedObjects)
    .where(inArray(deletedObjects.uri, [...authorOf.keys()]));
  return new Set(rows.filter(({ uri, actorId }) => authorOf.get(uri) === actorId).map(({ uri }) => uri));
}

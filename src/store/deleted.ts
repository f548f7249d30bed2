import { eq, inArray, sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, deletedObjects } from "./schema/index.ts";

/** Lets one transaction at a time decide whether these objects are here: one that takes them in, or one that deletes one. */
export async function lockObjects(tx: Transaction, uris: readonly string[]): Promise<void> {
  // In order, so that no two wait for each other.
  for (const uri of uris.toSorted()) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`object ${uri}`}))`);
  }
}

/** Remembers for ever that an actor deleted an object, whether it was here or not. */
export async function markDeleted(
  db: Database | Transaction,
  actorId: ActorId,
  uri: string,
  now: Date,
): Promise<void> {
  await db.insert(deletedObjects).values({ uri, actorId, deletedAt: now }).onConflictDoNothing();
}

/** Whether this actor, or its institution, deleted the object of that id, before it came here or since. */
export const wasDeleted = async (
  db: Database | Transaction,
  actorId: ActorId,
  uri: string,
): Promise<boolean> => (await deletedAmong(db, [{ author: actorId, uri }])).has(uri);

/** Those of the objects, by their ids, that their authors, or these's institutions, deleted. */
export async function deletedAmong(
  db: Database | Transaction,
  objects: readonly { readonly author: ActorId; readonly uri: string }[],
): Promise<ReadonlySet<string>> {
  if (objects.length === 0) return new Set();
  const authorOf = new Map(objects.map(({ author, uri }) => [uri, author]));
  const rows = await db
    .select({
      uri: deletedObjects.uri,
      actorId: deletedObjects.actorId,
      type: actors.type,
      host: actors.host,
    })
    .from(deletedObjects)
    .innerJoin(actors, eq(actors.id, deletedObjects.actorId))
    .where(inArray(deletedObjects.uri, [...authorOf.keys()]));
  // An object is on its author's host.
  return new Set(
    rows
      .filter(
        ({ uri, actorId, type, host }) =>
          authorOf.get(uri) === actorId || (type === "Application" && new URL(uri).host === host),
      )
      .map(({ uri }) => uri),
  );
}

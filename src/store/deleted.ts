import { sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { deletedObjects } from "./schema/index.ts";

/** Lets one transaction at a time decide whether an object is here: one that takes it in, or one that deletes it. */
export async function lockObject(tx: Transaction, uri: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`object ${uri}`}))`);
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
export async function wasDeleted(
  db: Database | Transaction,
  actorId: ActorId,
  uri: string,
): Promise<boolean> {
  const rows = await db.execute(sql`
    select from deleted_objects d
    join actors deleter on deleter.id = d.actor_id
    join actors author on author.id = ${actorId}
    where d.uri = ${uri}
      and (deleter.id = author.id or (deleter.type = 'Application' and deleter.host = author.host))`);
  return rows.length > 0;
}

import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, follows } from "./schema/index.ts";

export type ActorRow = typeof actors.$inferSelect;

export async function findActor(db: Database | Transaction, id: ActorId): Promise<ActorRow | undefined> {
  const [row] = await db.select().from(actors).where(eq(actors.id, id));
  return row;
}

export async function findActorByUri(db: Database | Transaction, uri: string): Promise<ActorRow | undefined> {
  const [row] = await db.select().from(actors).where(eq(actors.uri, uri));
  return row;
}

/** The same for many, in their order. */
export async function findActorsByUri(
  db: Database,
  uris: readonly string[],
): Promise<(ActorRow | undefined)[]> {
  const rows = await db
    .select()
    .from(actors)
    .where(inArray(actors.uri, [...uris]));
  const found = new Map(rows.map((row) => [row.uri, row]));
  return uris.map((uri) => found.get(uri));
}

/** @param host `URL.host`: with a port where there is one */
export async function findActorByHandle(
  db: Database | Transaction,
  handle: string,
  host: string,
): Promise<ActorRow | undefined> {
  const [row] = await db
    .select()
    .from(actors)
    .where(and(eq(actors.username, handle), eq(actors.host, host)));
  return row;
}

/** Stores a new actor; false where its ActivityPub id or its handle is here already. */
export async function insertActor(tx: Transaction, row: typeof actors.$inferInsert): Promise<boolean> {
  const inserted = await tx.insert(actors).values(row).onConflictDoNothing().returning({ id: actors.id });
  return inserted.length > 0;
}

/**
 * Stores a remote actor as its server shows it now, or brings the row up to date. A handle stays with whoever had it first:
 * another actor of that host which claims it goes by its id here, until the first gives it up.
 *
 * @returns the row's id, which stays the same as long as the ActivityPub id does
 */
export function upsertRemoteActor(
  db: Database | Transaction,
  row: Omit<typeof actors.$inferInsert, "local">,
): Promise<ActorId> {
  return db.transaction(async (tx) => {
    // Of two that claim a handle at once the second waits here, and sees the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`actors ${row.host} ${row.username}`}))`);
    const holder = await findActorByHandle(tx, row.username, row.host);
    const isTaken = holder !== undefined && holder.uri !== row.uri;
    const { id: _id, uri: _uri, username, ...changes } = row;
    const [stored] = await tx
      .insert(actors)
      .values({ ...row, username: isTaken ? row.id : username, local: false })
      .onConflictDoUpdate({
        target: actors.uri,
        set: { ...changes, username: isTaken ? sql`${actors.id}::text` : username },
        setWhere: eq(actors.local, false),
      })
      .returning({ id: actors.id });
    if (stored === undefined)
      throw new Error(`${row.uri} is a local actor and cannot be stored as a remote one`);
    return stored.id;
  });
}

/** Remote actors whose attestation held when it was last looked at and has not run out. */
export async function listVouchedActors(
  db: Database,
  now: Date,
): Promise<(Pick<ActorRow, "id" | "uri" | "assertionKeys"> & { readonly attestation: string })[]> {
  const rows = await db
    .select({
      id: actors.id,
      uri: actors.uri,
      assertionKeys: actors.assertionKeys,
      attestation: actors.attestation,
    })
    .from(actors)
    .where(
      and(eq(actors.local, false), sql`(${actors.verified} ->> 'until')::timestamptz > ${now.toISOString()}`),
    );
  return rows.flatMap(({ attestation, ...row }) => (attestation === null ? [] : [{ ...row, attestation }]));
}

/** Takes the label away from a remote actor whose attestation does not hold any more. */
export async function setUnverified(db: Database, id: ActorId): Promise<void> {
  await db
    .update(actors)
    .set({ verified: null })
    .where(and(eq(actors.id, id), eq(actors.local, false)));
}

/** Personas here whose pseudonym or handle contains the words, and known remote actors, at most 20. */
export const searchActors = (db: Database, words: string): Promise<ActorRow[]> => {
  const pattern = `%${words.replaceAll(/[\\%_]/gu, (character) => `\\${character}`)}%`;
  return db
    .select()
    .from(actors)
    .where(
      sql`(${actors.name} ilike ${pattern} or ${actors.username} ilike ${pattern}) and ${actors.type} in ('Person', 'Group')`,
    )
    .orderBy(actors.name, actors.host)
    .limit(20);
};

/** How many accepted followers and followees an actor has. */
export async function countFollows(
  db: Database,
  id: ActorId,
): Promise<{ readonly followers: number; readonly following: number }> {
  const [followers, following] = await Promise.all([
    db
      .select({ n: count() })
      .from(follows)
      .where(and(eq(follows.followeeId, id), eq(follows.state, "accepted"))),
    db
      .select({ n: count() })
      .from(follows)
      .where(and(eq(follows.followerId, id), eq(follows.state, "accepted"))),
  ]);
  return { followers: followers[0]?.n ?? 0, following: following[0]?.n ?? 0 };
}

/** Changes what a local actor says of itself. @param summary HTML, sanitised */
export async function updateSummary(db: Database, id: ActorId, summary: string): Promise<void> {
  await db
    .update(actors)
    .set({ summary })
    .where(and(eq(actors.id, id), eq(actors.local, true)));
}

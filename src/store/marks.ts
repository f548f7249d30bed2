import { and, eq } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { StatusRef } from "#domain/status-ref.ts";
import type { Database } from "./database.ts";
import { bookmarks, mutedThreads, pins } from "./schema/index.ts";

const TABLES = { bookmarks, pins, mutedThreads } as const;
export type MarkKind = keyof typeof TABLES;

/** Marks something; doing it twice changes nothing. */
export async function insertMark(
  db: Database,
  mark: MarkKind,
  ownerId: ActorId,
  { kind, id }: StatusRef,
  createdAt: Date,
): Promise<void> {
  await db.insert(TABLES[mark]).values({ ownerId, kind, objectId: id, createdAt }).onConflictDoNothing();
}

export async function deleteMark(
  db: Database,
  mark: MarkKind,
  ownerId: ActorId,
  { id }: Pick<StatusRef, "id">,
): Promise<void> {
  const table = TABLES[mark];
  await db.delete(table).where(and(eq(table.ownerId, ownerId), eq(table.objectId, id)));
}

export const countMarks = (db: Database, mark: MarkKind, ownerId: ActorId): Promise<number> =>
  db.$count(TABLES[mark], eq(TABLES[mark].ownerId, ownerId));

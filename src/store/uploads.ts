import { and, eq, inArray, lte } from "drizzle-orm";
import type { AccountId, UploadId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { uploads } from "./schema/index.ts";

export type UploadRow = typeof uploads.$inferSelect;

export async function insertUpload(db: Database, row: UploadRow): Promise<void> {
  await db.insert(uploads).values(row);
}

/** What this person sent under this id. */
export async function findUpload(
  db: Database,
  accountId: AccountId,
  id: UploadId,
): Promise<UploadRow | undefined> {
  const [row] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.id, id), eq(uploads.accountId, accountId)));
  return row;
}

/** The same whoever sent it: for who proves otherwise that they may have it. */
export async function findUploadById(db: Database, id: UploadId): Promise<UploadRow | undefined> {
  const [row] = await db.select().from(uploads).where(eq(uploads.id, id));
  return row;
}

export async function updateUpload(
  db: Database,
  id: UploadId,
  changes: Partial<Pick<UploadRow, "state" | "fault" | "alt" | "graphic" | "width" | "height" | "blurhash">>,
): Promise<void> {
  await db.update(uploads).set(changes).where(eq(uploads.id, id));
}

/** Takes uploads of this person away and returns them, so that their files can go. */
export const takeUploads = (
  db: Database,
  accountId: AccountId,
  ids: readonly UploadId[],
): Promise<UploadRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .delete(uploads)
        .where(and(eq(uploads.accountId, accountId), inArray(uploads.id, [...ids])))
        .returning();

/** Takes away what was sent before this time, and returns it. */
export const takeOldUploads = (db: Database, before: Date): Promise<UploadRow[]> =>
  db.delete(uploads).where(lte(uploads.createdAt, before)).returning();

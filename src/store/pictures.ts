import { and, eq, inArray } from "drizzle-orm";
import { visibleAudiences, type Viewer } from "#domain/audience.ts";
import type { ImageId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { caseImages, cases } from "./schema/index.ts";

/** Where a remote picture that is not in the blob store yet is fetched from; `undefined` where nothing is to do. */
export async function pictureToFetch(db: Database, id: ImageId): Promise<string | undefined> {
  const [row] = await db
    .select({ sourceUrl: caseImages.sourceUrl })
    .from(caseImages)
    .where(and(eq(caseImages.id, id), eq(caseImages.stored, false)));
  return row?.sourceUrl ?? undefined;
}

/** Notes that the bytes of a picture are in the blob store, and what they are. */
export async function markStored(
  db: Database,
  id: ImageId,
  facts: {
    readonly mediaType: string;
    readonly width: number;
    readonly height: number;
    readonly blurhash: string;
  },
): Promise<void> {
  await db
    .update(caseImages)
    .set({ ...facts, stored: true })
    .where(eq(caseImages.id, id));
}

/** Whether there is a picture of this id whose case `viewer` may see: one query, so that absent and hidden look alike. */
export async function isPictureVisible(db: Database, id: ImageId, viewer: Viewer): Promise<boolean> {
  const rows = await db
    .select({ id: caseImages.id })
    .from(caseImages)
    .innerJoin(cases, eq(cases.id, caseImages.caseId))
    .where(
      and(
        eq(caseImages.id, id),
        eq(caseImages.stored, true),
        inArray(cases.audience, [...visibleAudiences(viewer)]),
      ),
    );
  return rows.length > 0;
}

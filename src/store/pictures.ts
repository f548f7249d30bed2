import { and, eq, inArray } from "drizzle-orm";
import { type Audience, visibleAudiences, type Viewer } from "#domain/audience.ts";
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

/**
 * Who may see the case that a picture belongs to, where the bytes are here and `viewer` is among them: one query, so
 * that absent and hidden look alike.
 */
export async function findPictureAudience(
  db: Database,
  id: ImageId,
  viewer: Viewer,
): Promise<Audience | undefined> {
  const [row] = await db
    .select({ audience: cases.audience })
    .from(caseImages)
    .innerJoin(cases, eq(cases.id, caseImages.caseId))
    .where(
      and(
        eq(caseImages.id, id),
        eq(caseImages.stored, true),
        inArray(cases.audience, [...visibleAudiences(viewer)]),
      ),
    );
  return row?.audience;
}

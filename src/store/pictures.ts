import { and, eq, inArray, sql } from "drizzle-orm";
import { type Audience, visibleAudiences, type Viewer } from "#domain/audience.ts";
import type { ImageId } from "#domain/ids.ts";
import type { PostReader } from "#domain/post.ts";
import type { Database } from "./database.ts";
import { seenBy } from "./post-access.ts";
import { caseImages, cases, postAttachments, posts } from "./schema/index.ts";

/** Where a remote picture that is not in the blob store yet is fetched from; `undefined` where nothing is to do. */
export async function pictureToFetch(db: Database, id: ImageId): Promise<string | undefined> {
  const [row] = await db.execute<{ source_url: string | null }>(sql`
    select source_url from ${caseImages} where id = ${id} and not stored
    union all
    select source_url from ${postAttachments} where id = ${id} and not stored`);
  return row?.source_url ?? undefined;
}

/**
 * Notes that the bytes of a picture are in the blob store, and what they are.
 *
 * @returns false where what it belonged to has gone meanwhile
 */
export async function markStored(
  db: Database,
  id: ImageId,
  facts: {
    readonly mediaType: string;
    readonly width: number;
    readonly height: number;
    readonly blurhash: string;
  },
): Promise<boolean> {
  const stored = { ...facts, stored: true };
  const ofCase = await db
    .update(caseImages)
    .set(stored)
    .where(eq(caseImages.id, id))
    .returning({ id: caseImages.id });
  const ofPost = await db
    .update(postAttachments)
    .set(stored)
    .where(eq(postAttachments.id, id))
    .returning({ id: postAttachments.id });
  return ofCase.length + ofPost.length > 0;
}

/** Whether the bytes of a post's picture are here and `reader` may see the post; one query decides both. */
export async function isPostPictureSeen(db: Database, id: ImageId, reader: PostReader): Promise<boolean> {
  const rows = await db
    .select({ id: postAttachments.id })
    .from(postAttachments)
    .innerJoin(posts, eq(posts.id, postAttachments.postId))
    .where(and(eq(postAttachments.id, id), eq(postAttachments.stored, true), seenBy(reader)));
  return rows.length > 0;
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

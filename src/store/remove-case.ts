import { eq, inArray, or } from "drizzle-orm";
import type { ActorId, CaseId, ImageId } from "#domain/ids.ts";
import type { Audience } from "#domain/audience.ts";
import type { Transaction } from "./database.ts";
import { forgetSent } from "./deliveries.ts";
import {
  bookmarks,
  caseImages,
  cases,
  comments,
  feedEntries,
  likes,
  looks,
  mutedThreads,
  notifications,
  opinions,
  pins,
  streamCases,
  streamRemovals,
} from "./schema/index.ts";

/** What a case was that is not here any more. */
export interface RemovedCase {
  readonly uri: string;
  readonly authorId: ActorId;
  readonly audience: Audience;
  /** Pictures whose bytes may be in the blob store. */
  readonly pictures: readonly ImageId[];
}

/**
 * Takes a case away with everything that is about it: its place in streams, timelines and search, its pictures' rows, what
 * answers it, what was sent of those answers, and every notification.
 *
 * @returns undefined where there is none
 */
export async function removeCase(tx: Transaction, id: CaseId): Promise<RemovedCase | undefined> {
  // Whoever answers just now waits here and then finds no case.
  const [found] = await tx
    .select({ uri: cases.uri, authorId: cases.authorId, audience: cases.audience })
    .from(cases)
    .where(eq(cases.id, id))
    .for("update");
  if (found === undefined) return undefined;
  await tx
    .delete(notifications)
    .where(
      or(
        eq(notifications.caseId, id),
        inArray(
          notifications.opinionId,
          tx.select({ id: opinions.id }).from(opinions).where(eq(opinions.caseId, id)),
        ),
      ),
    );
  const said = await tx
    .delete(opinions)
    .where(eq(opinions.caseId, id))
    .returning({ id: opinions.id, uri: opinions.uri });
  const discussed = await tx
    .delete(comments)
    .where(eq(comments.caseId, id))
    .returning({ id: comments.id, uri: comments.uri });
  const replies = [...said, ...discussed];
  const ids = [id, ...replies.map((reply) => reply.id)];
  for (const table of [likes, bookmarks, pins, mutedThreads]) {
    await tx.delete(table).where(inArray(table.objectId, ids));
  }
  await tx.delete(feedEntries).where(eq(feedEntries.subjectId, id));
  await tx.delete(streamCases).where(eq(streamCases.caseId, id));
  await tx.delete(streamRemovals).where(eq(streamRemovals.caseId, id));
  await tx.delete(looks).where(eq(looks.caseId, id));
  const pictures = await tx
    .delete(caseImages)
    .where(eq(caseImages.caseId, id))
    .returning({ id: caseImages.id });
  await tx.delete(cases).where(eq(cases.id, id));
  await forgetSent(
    tx,
    replies.map((reply) => reply.uri),
  );
  return { ...found, pictures: pictures.map((picture) => picture.id) };
}

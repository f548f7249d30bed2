import type { Audience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { type ActorId, type CaseId, type ImageId, newId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import { notFound } from "#domain/refusal.ts";
import { findCaseIdByUri, insertCase } from "#store/cases.ts";
import { lockObject, wasDeleted } from "#store/deleted.ts";
import { appendEvent } from "#store/events.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";
import { queuePictures } from "./queue-pictures.ts";

/** A case of another institution, read from its document and proven to come from its author. */
export interface IncomingCase {
  readonly uri: string;
  readonly url: string;
  readonly author: ActorId;
  readonly audience: Exclude<Audience, "institution">;
  readonly clinical: ClinicalCase;
  readonly images: readonly (Omit<CaseImage, "id"> & { readonly sourceUrl: string })[];
  readonly publishedAt: Date;
  /** The stream it was addressed to, where that is known here. */
  readonly stream: ActorId | undefined;
}

/**
 * Takes a case in. Its pictures are fetched afterwards, so that a slow server delays nothing.
 *
 * @param activityUri the activity that brought it; absent where it was fetched
 * @returns its id here, which is the same when it comes again
 * @throws Refusal not-found where its author has deleted it
 */
export function receiveCase(
  instance: Instance,
  incoming: IncomingCase,
  activityUri: string | undefined,
): Promise<CaseId> {
  const { images, stream, author, ...facts } = incoming;
  const now = instance.clock();
  return instance.db.transaction(async (tx) => {
    if (activityUri !== undefined) await isFirstReceipt(tx, activityUri, now);
    const known = await findCaseIdByUri(tx, incoming.uri);
    if (known !== undefined) return known;
    await lockObject(tx, incoming.uri);
    if (await wasDeleted(tx, author, incoming.uri)) throw notFound("case");
    const id = newId<CaseId>();
    const pictures = images.map((image) => ({ ...image, id: newId<ImageId>() }));
    if (!(await insertCase(tx, { ...facts, id, authorId: author, local: false }, pictures, stream))) {
      const other = await findCaseIdByUri(tx, incoming.uri);
      if (other === undefined) throw new Error(`${incoming.uri} was neither stored nor found`);
      return other;
    }
    await queuePictures(
      tx,
      pictures.map((picture) => picture.id),
    );
    await appendEvent(tx, { type: "CaseReceived", caseId: id });
    return id;
  });
}

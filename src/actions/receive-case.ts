import type { Audience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { type ActorId, type CaseId, type ImageId, newId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import { notFound } from "#domain/refusal.ts";
import { findCaseIdsByUri, insertCases, type NewCase } from "#store/cases.ts";
import { deletedAmong, lockObjects } from "#store/deleted.ts";
import { appendEvents } from "#store/events.ts";
import { firstReceipts } from "#store/received.ts";
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

/** A case, and the activity that brought it; absent where it was fetched. */
export interface CaseArrival {
  readonly incoming: IncomingCase;
  readonly activityUri: string | undefined;
}

/**
 * Takes a case in. Its pictures are fetched afterwards, so that a slow server delays nothing.
 *
 * @returns its id here, which is the same when it comes again
 * @throws Refusal not-found where its author has deleted it
 */
export async function receiveCase(instance: Instance, arrival: CaseArrival): Promise<CaseId> {
  const [id] = await receiveCases(instance, [arrival]);
  if (id === undefined) throw notFound("case");
  return id;
}

/**
 * The same for many cases in one transaction: all are taken in, or none.
 *
 * @returns their ids, in their order; undefined for one that its author has deleted
 */
export function receiveCases(
  instance: Instance,
  arrivals: readonly CaseArrival[],
): Promise<(CaseId | undefined)[]> {
  const now = instance.clock();
  return instance.db.transaction(async (tx) => {
    await firstReceipts(
      tx,
      arrivals.flatMap(({ activityUri }) => activityUri ?? []),
      now,
    );
    const ids = await findCaseIdsByUri(
      tx,
      arrivals.map(({ incoming }) => incoming.uri),
    );
    const wanted = new Map(arrivals.map(({ incoming }) => [incoming.uri, incoming]));
    const unknown = [...wanted.values()].filter(({ uri }) => !ids.has(uri));
    await lockObjects(
      tx,
      unknown.map(({ uri }) => uri),
    );
    const deleted = await deletedAmong(tx, unknown);
    const fresh = unknown.filter(({ uri }) => !deleted.has(uri)).map(asNewCase);
    const stored = await insertCases(tx, fresh);
    // Of one that somebody else stored meanwhile, theirs is the id.
    const late = fresh.filter(({ row }) => !stored.has(row.id)).map(({ row }) => row.uri);
    if (late.length > 0) for (const [uri, id] of await findCaseIdsByUri(tx, late)) ids.set(uri, id);
    const kept = fresh.filter(({ row }) => stored.has(row.id));
    for (const { row } of kept) ids.set(row.uri, row.id);
    await queuePictures(
      tx,
      kept.flatMap(({ images }) => images.map(({ id }) => id)),
    );
    await appendEvents(
      tx,
      kept.map(({ row }) => ({ type: "CaseReceived", caseId: row.id })),
    );
    return arrivals.map(({ incoming: { uri } }) => {
      const id = ids.get(uri);
      if (id === undefined && !deleted.has(uri)) throw new Error(`${uri} was neither stored nor found`);
      return id;
    });
  });
}

const asNewCase = ({ images, stream, author, ...facts }: IncomingCase): NewCase => ({
  row: { ...facts, id: newId<CaseId>(), authorId: author, local: false },
  images: images.map((image) => ({ ...image, id: newId<ImageId>() })),
  streamId: stream,
});

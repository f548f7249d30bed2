import type { ImageId } from "#domain/ids.ts";
import type { Transaction } from "#store/database.ts";
import { enqueue } from "#store/queue.ts";

/** The queue of remote pictures that are still to be fetched; jobs/fetch-pictures works it off. */
export const PICTURES_QUEUE = "pictures";

/** Has remote pictures fetched after the transaction has ended. */
export const queuePictures = (tx: Transaction, ids: readonly ImageId[]): Promise<void> =>
  enqueue(
    tx,
    ids.map((imageId) => ({ queue: PICTURES_QUEUE, payload: { imageId } })),
  );

import type { ImageId } from "#domain/ids.ts";
import type { Instance } from "#instance";

/** Deletes the bytes of pictures that nothing shows any more; after the transaction that made it so. */
export async function forgetPictures({ blobs }: Instance, ids: readonly ImageId[]): Promise<void> {
  for (const id of ids) {
    await blobs.delete(`${id}/full`);
    await blobs.delete(`${id}/thumbnail`);
  }
}

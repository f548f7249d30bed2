import type { DraftRow } from "#store/drafts.ts";
import type { Instance } from "#instance";

/**
 * Throws the pictures of a draft away that was taken out of the database: the sealed ones, and those that posting it had
 * released when it did not come to its end, as when the process died or the disk was full.
 */
export async function forgetPictures(instance: Instance, draft: DraftRow): Promise<void> {
  for (const { id } of draft.images) {
    await instance.drafts.forget(id);
    await instance.blobs.delete(`${id}/full`);
    await instance.blobs.delete(`${id}/thumbnail`);
  }
}

import type { DraftRow } from "#store/drafts.ts";
import type { Instance } from "#instance";
import { forgetPictures } from "./forget-pictures.ts";

/**
 * Throws the pictures of a draft away that was taken out of the database: the sealed ones, and those that posting it had
 * released when it did not come to its end, as when the process died or the disk was full.
 */
export async function forgetDraftPictures(instance: Instance, draft: DraftRow): Promise<void> {
  const ids = draft.images.map(({ id }) => id);
  for (const id of ids) await instance.drafts.forget(id);
  await forgetPictures(instance, ids);
}

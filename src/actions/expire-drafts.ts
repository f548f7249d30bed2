import { takeExpiredDrafts } from "#store/drafts.ts";
import type { Instance } from "#instance";
import { forgetDraftPictures } from "./forget-draft-pictures.ts";

const TWO_DAYS_MS = 2 * 86_400_000;

/**
 * Throws away drafts that nobody released within a day, with their pictures, and pictures that a process left behind which
 * died between the file and its row.
 */
export async function expireDrafts(instance: Instance): Promise<void> {
  const now = instance.clock();
  for (const draft of await takeExpiredDrafts(instance.db, now)) await forgetDraftPictures(instance, draft);
  await instance.drafts.forgetBefore(new Date(now.getTime() - TWO_DAYS_MS));
}

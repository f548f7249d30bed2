import { takeExpiredDrafts } from "#store/drafts.ts";
import type { Instance } from "#instance";

/** Throws away drafts that nobody released within a day, with their pictures. */
export async function expireDrafts(instance: Instance): Promise<void> {
  for (const draft of await takeExpiredDrafts(instance.db, instance.clock())) {
    for (const image of draft.images) await instance.drafts.forget(image.id);
  }
}

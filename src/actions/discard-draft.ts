import type { DraftId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { takeDraft } from "#store/drafts.ts";
import type { Instance } from "#instance";

/** Throws a draft and its pictures away; one that is gone already is no error. */
export async function discardDraft(instance: Instance, member: Member, id: DraftId): Promise<void> {
  const draft = await takeDraft(instance.db, id, member.accountId);
  for (const image of draft?.images ?? []) await instance.drafts.forget(image.id);
}

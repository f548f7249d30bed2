import type { DraftId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { takeDraft } from "#store/drafts.ts";
import type { Instance } from "#instance";
import { forgetDraftPictures } from "./forget-draft-pictures.ts";

/** Throws a draft and its pictures away; one that is gone already is no error. */
export async function discardDraft(instance: Instance, member: Member, id: DraftId): Promise<void> {
  const draft = await takeDraft(instance.db, id, member.accountId);
  if (draft !== undefined) await forgetDraftPictures(instance, draft);
}

import { type CaseId, type DraftId, newId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { conflict, notFound } from "#domain/refusal.ts";
import { insertCase } from "#store/cases.ts";
import { type DraftRow, findDraft, takeDraft } from "#store/drafts.ts";
import { appendEvent } from "#store/events.ts";
import type { Instance } from "#instance";
import { ensureStream } from "./ensure-stream.ts";

/**
 * Posts a draft as a case: it appears here at once, and leaves for other institutions as far as its audience allows.
 *
 * @throws Refusal not-found where the draft has run out or is somebody else's; conflict where it was posted already
 */
export async function openCase(instance: Instance, physician: Physician, draftId: DraftId): Promise<CaseId> {
  const now = instance.clock();
  const draft = await findDraft(instance.db, draftId, physician.accountId, now);
  if (draft === undefined) throw notFound("draft");
  // The pictures are in place before the case can be seen; a crash in between leaves bytes that nothing points to.
  await releaseImages(instance, draft);
  const stream = await ensureStream(instance, draft.clinical.specialties[0]);
  const id = newId<CaseId>();
  const uri = `${instance.config.origin}/cases/${id}`;
  await instance.db.transaction(async (tx) => {
    if ((await takeDraft(tx, draftId, physician.accountId)) === undefined) {
      throw conflict("This draft has been posted already.");
    }
    await insertCase(
      tx,
      {
        id,
        uri,
        url: uri,
        authorId: physician.persona.actorId,
        local: true,
        audience: draft.audience,
        clinical: draft.clinical,
        publishedAt: now,
      },
      draft.images.map((image) => ({ ...image, sourceUrl: null })),
      stream,
    );
    await appendEvent(tx, { type: "CaseOpened", caseId: id });
  });
  for (const image of draft.images) await instance.drafts.forget(image.id);
  return id;
}

async function releaseImages(instance: Instance, draft: DraftRow): Promise<void> {
  for (const { id } of draft.images) {
    const image = await instance.drafts.open(id, draft.key);
    if (image === undefined) throw notFound("draft");
    await instance.blobs.put(`${id}/full`, image.full, image.mediaType);
    await instance.blobs.put(`${id}/thumbnail`, image.thumbnail, image.mediaType);
  }
}

import { type CaseId, type DraftId, parseId } from "#domain/ids.ts";
import { isOwnPersona, type Physician } from "#domain/member.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findCase, insertCases } from "#store/cases.ts";
import { type DraftRow, findDraft, takeDraft } from "#store/drafts.ts";
import { appendEvent } from "#store/events.ts";
import { recordKept } from "#store/kept-identifiers.ts";
import type { Instance } from "#instance";
import { checkTexts, type Decided, requireDecision, UNDECIDED } from "./check-texts.ts";
import { draftTexts } from "./draft-texts.ts";
import { ensureStream } from "./ensure-stream.ts";

/**
 * Posts a draft as a case: it appears here at once, and leaves for other institutions as far as its audience allows.
 * The case gets the draft's id, so that posting twice, even at the same moment, leads to the one case.
 *
 * @throws Refusal not-found where the draft has run out or is somebody else's; invalid where it is not complete, or where
 *   something in it may identify the patient and the author has not decided
 */
export async function openCase(
  instance: Instance,
  physician: Physician,
  draftId: DraftId,
  decided: Decided = UNDECIDED,
): Promise<CaseId> {
  const now = instance.clock();
  const draft = await findDraft(instance.db, draftId, physician.accountId, now);
  if (draft === undefined) return findPosted(instance, physician, draftId);
  const { clinical, audience } = draft;
  if (clinical === null || audience === null) {
    throw invalid("", "Something is still wrong with this draft: change it first.");
  }
  const found = checkTexts(draftTexts(draft));
  requireDecision(found, decided);
  // The pictures are in place before the case can be seen; a crash in between leaves bytes that nothing points to.
  if (!(await releaseImages(instance, draft))) return findPosted(instance, physician, draftId);
  const stream = await ensureStream(instance, clinical.specialties[0]);
  const id = caseIdOf(draftId);
  const uri = `${instance.config.origin}/cases/${id}`;
  const isPosted = await instance.db.transaction(async (tx) => {
    if ((await takeDraft(tx, draftId, physician.accountId)) === undefined) return false;
    const row = {
      id,
      uri,
      url: uri,
      authorId: physician.persona.actorId,
      local: true,
      audience,
      clinical: { ...clinical, pooling: instance.config.pooling },
      publishedAt: now,
    };
    const images = draft.images.map((image) => ({ ...image, sourceUrl: null }));
    await insertCases(tx, [{ row, images, streamId: stream }]);
    await recordKept(tx, id, found, now);
    await appendEvent(tx, { type: "CaseOpened", caseId: id });
    return true;
  });
  if (!isPosted) return findPosted(instance, physician, draftId);
  for (const image of draft.images) await instance.drafts.forget(image.id);
  return id;
}

function caseIdOf(draftId: DraftId): CaseId {
  const id = parseId<CaseId>(draftId);
  if (id === undefined) throw notFound("draft");
  return id;
}

/** The case that the draft became. */
async function findPosted(instance: Instance, physician: Physician, draftId: DraftId): Promise<CaseId> {
  const posted = await findCase(instance.db, caseIdOf(draftId), { kind: "member" });
  if (posted === undefined || !isOwnPersona(physician, posted.author.id)) throw notFound("draft");
  return posted.id;
}

/** False where somebody else released and forgot them meanwhile. */
async function releaseImages(instance: Instance, draft: DraftRow): Promise<boolean> {
  for (const { id } of draft.images) {
    const image = await instance.drafts.open(id, draft.key);
    if (image === undefined) return false;
    await instance.blobs.put(`${id}/full`, image.full, image.mediaType);
    await instance.blobs.put(`${id}/thumbnail`, image.thumbnail, image.mediaType);
  }
  return true;
}

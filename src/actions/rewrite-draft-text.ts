import type { DraftId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { conflict, notFound } from "#domain/refusal.ts";
import { findDraft } from "#store/drafts.ts";
import type { Instance } from "#instance";
import { draftTexts } from "./draft-texts.ts";
import { saveDraft } from "./save-draft.ts";

/** A few characters of one text of a draft, and what shall stand there instead. */
export interface Rewrite {
  readonly field: string;
  readonly start: number;
  /** What stands there now. */
  readonly found: string;
  readonly rewrite: string;
}

/**
 * Puts something else in the place of what was found in a draft.
 *
 * @throws Refusal not-found where the draft has run out or is somebody else's; conflict where it has changed meanwhile
 */
export async function rewriteDraftText(
  instance: Instance,
  physician: Physician,
  id: DraftId,
  { field, start, found, rewrite }: Rewrite,
): Promise<void> {
  const draft = await findDraft(instance.db, id, physician.accountId, instance.clock());
  if (draft === undefined) throw notFound("draft");
  const text = draftTexts(draft)[field];
  if (text === undefined || found === "" || text.slice(start, start + found.length) !== found) {
    throw conflict("The draft has changed meanwhile. Load its page again.");
  }
  const changed = `${text.slice(0, start)}${rewrite}${text.slice(start + found.length)}`;
  await saveDraft(instance, physician, {
    draft: id,
    fields: { ...draft.form, [field]: changed },
    photos: draft.images.map((image, index) => ({
      row: index + 1,
      alt: field === `alt-${index + 1}` ? changed : image.alt,
      graphic: image.graphic,
      source: { kind: "kept", id: image.id },
    })),
  });
}

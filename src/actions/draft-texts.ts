import type { DraftRow } from "#store/drafts.ts";
import type { Texts } from "./check-texts.ts";

const TEXT_FIELDS = ["title", "question", "findings", "history", "tried", "course"];

/** Everything of a draft that somebody wrote freely, by its form field: the pictures' words stand in `alt-1`, `alt-2` … */
export const draftTexts = (draft: Pick<DraftRow, "form" | "images">): Texts =>
  Object.fromEntries([
    ...TEXT_FIELDS.map((field) => [field, draft.form[field]] as const),
    ...draft.images.map(({ alt }, index) => [`alt-${index + 1}`, alt] as const),
  ]);

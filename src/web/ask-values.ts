import type { FormFields } from "#domain/case-draft.ts";
import { type DraftId, type ImageId, parseId } from "#domain/ids.ts";
import { type CaseImage, MAX_IMAGES } from "#domain/image.ts";
import type { DraftPhoto } from "#actions/save-draft.ts";
import { type AskValues, emptyAsk } from "#ui/ask-form.ts";
import type { PhotoRow } from "#ui/photo-fields.ts";
import { formFile } from "./form.ts";

const ROWS = Array.from({ length: MAX_IMAGES }, (_, index) => index + 1);

/** The address of a draft's picture, for its author only. */
export const draftPicture = (draft: DraftId, image: ImageId): string => `/ask/${draft}/pictures/${image}`;

/** The pictures that the form sent: chosen files, and those that the draft holds already and that stay. */
export function readPhotos(form: FormData, fields: FormFields): DraftPhoto[] {
  return ROWS.flatMap((row): DraftPhoto[] => {
    const described = { row, alt: fields[`alt-${row}`] ?? "", graphic: fields[`graphic-${row}`] === "yes" };
    const file = formFile(form, `photo-${row}`);
    if (file !== undefined) {
      const read = async (): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
      return [{ ...described, source: { kind: "upload", read } }];
    }
    const id = parseId<ImageId>(fields[`kept-${row}`] ?? "");
    if (id === undefined || fields[`remove-${row}`] === "yes") return [];
    return [{ ...described, source: { kind: "kept", id } }];
  });
}

/** What the form shows when it comes back: everything as it was sent, and the pictures that are kept in their rows. */
export function askValues(
  fields: FormFields,
  draft: DraftId | undefined,
  kept: ReadonlyMap<number, CaseImage>,
): AskValues {
  const empty = emptyAsk();
  const one = (name: string, otherwise = ""): string => fields[name] ?? otherwise;
  return {
    photos: photoRows(fields, draft, kept),
    title: one("title"),
    kind: one("kind", empty.kind),
    question: one("question"),
    urgency: one("urgency", empty.urgency),
    specialties: [one("specialty-1"), one("specialty-2"), one("specialty-3")],
    ageBand: one("age", empty.ageBand),
    sex: one("sex", empty.sex),
    skinType: one("skin-type"),
    findings: one("findings"),
    history: one("history"),
    tried: one("tried"),
    course: one("course"),
    audience: one("audience", empty.audience),
  };
}

function photoRows(
  fields: FormFields,
  draft: DraftId | undefined,
  kept: ReadonlyMap<number, CaseImage>,
): PhotoRow[] {
  const last = ROWS.findLast((row) => kept.has(row) || (fields[`alt-${row}`] ?? "") !== "") ?? 0;
  return ROWS.slice(0, last).map((row) => {
    const image = kept.get(row);
    return {
      alt: fields[`alt-${row}`] ?? image?.alt ?? "",
      graphic: fields[`graphic-${row}`] === "yes",
      ...(image !== undefined &&
        draft !== undefined && {
          kept: { token: image.id, thumbnailUrl: `${draftPicture(draft, image.id)}/thumbnail` },
        }),
    };
  });
}

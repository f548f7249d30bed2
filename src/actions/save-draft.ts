import { type FormFields, readCaseDraft } from "#domain/case-draft.ts";
import { type AccountId, type DraftId, type ImageId, newId, type UploadId } from "#domain/ids.ts";
import { type CaseImage, type DeidentifiedImage, MAX_ALT_CHARACTERS, MAX_IMAGES } from "#domain/image.ts";
import type { Physician } from "#domain/member.ts";
import { type Fault, notFound, Refusal } from "#domain/refusal.ts";
import { cleanProse } from "#domain/text.ts";
import { deidentifyImage } from "#deid/deidentify-image.ts";
import { newDraftKey } from "#deid/draft-images.ts";
import { countDrafts, type DraftRow, findDraft, insertDraft, updateDraft } from "#store/drafts.ts";
import { findUpload } from "#store/uploads.ts";
import type { Instance } from "#instance";

const DRAFT_HOURS = 24;
/** Of one physician at the same time; each may hold eight pictures on disk. */
const MAX_DRAFTS = 20;

/** A picture of the form, with the words that stand for it where it cannot be seen. */
export interface DraftPhoto {
  /** Its row in the form, from 1: faults name `photo-N` and `alt-N`. */
  readonly row: number;
  readonly alt: string;
  readonly graphic: boolean;
  /** A file, read when its turn comes, a picture that was sent ahead, or one that the draft holds already. */
  readonly source:
    | { readonly kind: "upload"; readonly read: () => Promise<Uint8Array> }
    | { readonly kind: "ahead"; readonly id: UploadId }
    | { readonly kind: "kept"; readonly id: ImageId };
}

export interface DraftForm {
  /** As `readCaseDraft` reads them. */
  readonly fields: FormFields;
  readonly photos: readonly DraftPhoto[];
  /** The draft that is changed; a new one where absent. */
  readonly draft: DraftId | undefined;
}

/** What became of a form. */
export interface SavedDraft {
  /** Absent where something is wrong and there was no picture to keep. */
  readonly id: DraftId | undefined;
  /** The pictures that are kept, by their row in the form. */
  readonly kept: ReadonlyMap<number, CaseImage>;
  /** Everything that is wrong, by field; with none the draft is ready to be looked over and posted. */
  readonly faults: readonly Fault[];
}

/**
 * Keeps a case that is not posted yet, for a day at most: its pictures de-identified and sealed, the originals nowhere.
 * Where something is wrong with the form, the pictures that are not are kept all the same, so that nobody has to choose
 * them again. Cases that read like an emergency are among the faults.
 *
 * @throws Refusal not-found where the draft that is changed has run out or is somebody else's; unavailable where the
 *   disk is full
 */
export async function saveDraft(
  instance: Instance,
  physician: Physician,
  form: DraftForm,
): Promise<SavedDraft> {
  const before =
    form.draft === undefined
      ? undefined
      : await findDraft(instance.db, form.draft, physician.accountId, instance.clock());
  if (form.draft !== undefined && before === undefined) throw notFound("draft");
  if (before === undefined && (await countDrafts(instance.db, physician.accountId)) >= MAX_DRAFTS) {
    return TOO_MANY;
  }
  const key = before?.key ?? newDraftKey();
  const pictures = await keepPictures(instance, physician.accountId, form.photos, before, key);
  const fields = cleaned(form.fields);
  const read = readForm(fields);
  const faults = [...pictures.faults, ...read.faults];
  const images = [...pictures.kept.values()];
  if (faults.length > 0 && images.length === 0 && before === undefined) {
    return { id: undefined, kept: pictures.kept, faults };
  }

  const row = {
    id: before?.id ?? newId<DraftId>(),
    accountId: physician.accountId,
    form: fields,
    clinical: faults.length > 0 ? null : (read.draft?.clinical ?? null),
    audience: faults.length > 0 ? null : (read.draft?.audience ?? null),
    images,
  };
  if (before === undefined) {
    const expiresAt = new Date(instance.clock().getTime() + DRAFT_HOURS * 3_600_000);
    if (!(await insertDraft(instance.db, { ...row, key, expiresAt }, MAX_DRAFTS))) {
      await forget(instance, images);
      return TOO_MANY;
    }
  } else if (!(await updateDraft(instance.db, row))) throw notFound("draft");
  await forget(
    instance,
    before?.images.filter(({ id }) => !images.some((image) => image.id === id)),
  );
  return { id: row.id, kept: pictures.kept, faults };
}

const TOO_MANY: SavedDraft = {
  id: undefined,
  kept: new Map(),
  faults: [
    {
      field: "drafts",
      message: `You have ${MAX_DRAFTS} cases that are not posted yet, and no more are kept. Post one of them or throw one away.`,
    },
  ],
};

/** As they will be read: what is looked for in them must stand where it will be seen. */
const cleaned = (fields: FormFields): FormFields =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text && cleanProse(text)]));

function readForm(fields: FormFields) {
  try {
    return { draft: readCaseDraft(fields), faults: [] };
  } catch (error) {
    if (error instanceof Refusal) return { draft: undefined, faults: error.faults };
    throw error;
  }
}

/** Keeps what can be kept, one picture after another, so that one upload holds the pixels of one picture. */
async function keepPictures(
  instance: Instance,
  accountId: AccountId,
  photos: readonly DraftPhoto[],
  before: DraftRow | undefined,
  key: string,
): Promise<{ readonly kept: Map<number, CaseImage>; readonly faults: Fault[] }> {
  const kept = new Map<number, CaseImage>();
  const faults: Fault[] = [];
  if (photos.length > MAX_IMAGES) {
    const message = `A case has at most ${MAX_IMAGES} pictures; these are ${photos.length}.`;
    faults.push({ field: "images", message });
  }
  for (const photo of photos.slice(0, MAX_IMAGES)) {
    const described = { alt: photo.alt.trim(), graphic: photo.graphic };
    try {
      const image = await keepPicture(instance, accountId, photo, before, key);
      kept.set(photo.row, { ...image, ...described });
      faults.push(...judgeAlt(described.alt, photo.row));
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) {
        await forget(
          instance,
          [...kept.values()].filter(({ id }) => !before?.images.some((image) => image.id === id)),
        );
        throw error;
      }
      faults.push({ field: `photo-${photo.row}`, message: error.message });
    }
  }
  return { kept, faults };
}

async function keepPicture(
  instance: Instance,
  accountId: AccountId,
  { row, source }: DraftPhoto,
  before: DraftRow | undefined,
  key: string,
): Promise<Omit<CaseImage, "alt" | "graphic">> {
  if (source.kind === "kept") {
    const known = before?.images.find((image) => image.id === source.id);
    if (known !== undefined) return known;
    throw new Refusal("invalid", `Picture ${row} is not kept any more. Choose it again.`, [
      { field: `photo-${row}`, message: "gone" },
    ]);
  }
  const image =
    source.kind === "ahead"
      ? await sentAhead(instance, accountId, row, source.id)
      : await deidentifyImage(await source.read());
  const id = newId<ImageId>();
  await instance.drafts.keep(id, image, key);
  const { mediaType, width, height, blurhash } = image;
  return { id, mediaType, width, height, blurhash };
}

/** What was sent ahead is de-identified already; it is sealed anew, under the draft's own key. */
async function sentAhead(
  instance: Instance,
  accountId: AccountId,
  row: number,
  id: UploadId,
): Promise<DeidentifiedImage> {
  const upload = await findUpload(instance.db, accountId, id);
  const image =
    upload?.state === "ready" ? await instance.drafts.open(upload.imageId, upload.key) : undefined;
  if (image !== undefined) return image;
  const why = upload?.fault ?? "It is not here, or not checked yet.";
  const message = `Picture ${row} cannot be taken: ${why}`;
  throw new Refusal("invalid", message, [{ field: `photo-${row}`, message }]);
}

async function forget(instance: Instance, images: readonly CaseImage[] = []): Promise<void> {
  for (const { id } of images) await instance.drafts.forget(id);
}

function judgeAlt(alt: string, row: number): Fault[] {
  const field = `alt-${row}`;
  if (alt.length === 0) {
    return [{ field, message: `Say in words what picture ${row} shows, for who cannot see it.` }];
  }
  if (alt.length > MAX_ALT_CHARACTERS) {
    const message = `The words for picture ${row} have ${alt.length} characters; at most ${MAX_ALT_CHARACTERS} are taken.`;
    return [{ field, message }];
  }
  return [];
}

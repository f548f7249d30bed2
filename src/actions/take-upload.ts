import { deidentifyImage } from "#deid/deidentify-image.ts";
import { newDraftKey } from "#deid/draft-images.ts";
import { type ImageId, newId, newOpaqueId, type UploadId } from "#domain/ids.ts";
import { MAX_ALT_CHARACTERS } from "#domain/image.ts";
import type { Physician } from "#domain/member.ts";
import { invalid, Refusal } from "#domain/refusal.ts";
import { insertUpload, updateUpload, type UploadRow } from "#store/uploads.ts";
import type { Instance } from "#instance";

/** A picture that is being checked. */
export interface TakenUpload {
  readonly row: UploadRow;
  /** Resolves once it is de-identified or refused; never rejects. */
  readonly checked: Promise<void>;
}

/**
 * Takes a picture that an app sends ahead of its case. It is de-identified behind the answer and sealed, the original kept
 * nowhere; what became of it is in its row, and it goes after a day unless a case has taken it.
 *
 * @throws Refusal invalid where its words are too long
 */
export async function takeUpload(
  instance: Instance,
  physician: Physician,
  picture: { readonly read: () => Promise<Uint8Array>; readonly alt: string },
): Promise<TakenUpload> {
  const alt = picture.alt.trim();
  if (alt.length > MAX_ALT_CHARACTERS) {
    throw invalid("description", `Describe the picture in at most ${MAX_ALT_CHARACTERS} characters.`);
  }
  const row: UploadRow = {
    id: newOpaqueId<UploadId>(),
    accountId: physician.accountId,
    state: "checking",
    fault: null,
    imageId: newId<ImageId>(),
    key: newDraftKey(),
    alt,
    graphic: false,
    width: null,
    height: null,
    blurhash: null,
    createdAt: instance.clock(),
  };
  await insertUpload(instance.db, row);
  return { row, checked: check(instance, row, picture.read) };
}

async function check(
  instance: Instance,
  { id, imageId, key }: UploadRow,
  read: () => Promise<Uint8Array>,
): Promise<void> {
  try {
    const image = await deidentifyImage(await read());
    await instance.drafts.keep(imageId, image, key);
    const { width, height, blurhash } = image;
    await updateUpload(instance.db, id, { state: "ready", width, height, blurhash });
  } catch (error) {
    const isRefusal = error instanceof Refusal;
    if (!isRefusal) instance.log.error("A picture could not be checked", { error });
    const fault = isRefusal ? error.message : "The picture could not be checked. Try again later.";
    try {
      await updateUpload(instance.db, id, { state: "refused", fault });
    } catch (lost) {
      // The row stays as it is, and is taken for interrupted after a while.
      instance.log.error("What became of a picture could not be kept", { error: lost });
    }
  }
}

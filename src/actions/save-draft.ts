import { type Audience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { type DraftId, type ImageId, newId } from "#domain/ids.ts";
import { type DeidentifiedImage, MAX_ALT_CHARACTERS, MAX_IMAGES } from "#domain/image.ts";
import type { Physician } from "#domain/member.ts";
import { type Fault, invalid, invalidFields } from "#domain/refusal.ts";
import { newDraftKey } from "#deid/draft-images.ts";
import { insertDraft } from "#store/drafts.ts";
import type { Instance } from "#instance";

const DRAFT_HOURS = 24;

/** A picture that goes with a case, with the words that stand for it where it cannot be seen. */
export interface DescribedImage {
  readonly image: DeidentifiedImage;
  readonly alt: string;
  readonly graphic: boolean;
}

/**
 * Keeps a case that is ready to be looked over before it leaves, for a day at most, its pictures sealed.
 *
 * @throws Refusal invalid naming the field: too many pictures, or one without alternative text
 */
export async function saveDraft(
  instance: Instance,
  physician: Physician,
  clinical: ClinicalCase,
  audience: Audience,
  images: readonly DescribedImage[],
): Promise<DraftId> {
  if (images.length > MAX_IMAGES) {
    throw invalid("images", `A case has at most ${MAX_IMAGES} pictures; these are ${images.length}.`);
  }
  const faults = images.flatMap((image, index) => judgeAlt(image.alt, index));
  if (faults.length > 0) throw invalidFields(faults);

  const id = newId<DraftId>();
  const key = newDraftKey();
  const kept = images.map(({ image, alt, graphic }) => {
    const { mediaType, width, height, blurhash } = image;
    return { id: newId<ImageId>(), mediaType, width, height, blurhash, alt: alt.trim(), graphic, image };
  });
  for (const { id: imageId, image } of kept) await instance.drafts.keep(imageId, image, key);
  await insertDraft(instance.db, {
    id,
    accountId: physician.accountId,
    clinical,
    audience,
    images: kept.map(({ image: _pixels, ...facts }) => facts),
    key,
    expiresAt: new Date(instance.clock().getTime() + DRAFT_HOURS * 3_600_000),
  });
  return id;
}

function judgeAlt(alt: string, index: number): Fault[] {
  const field = `alt-${index + 1}`;
  const length = alt.trim().length;
  if (length === 0) {
    return [{ field, message: `Say in words what picture ${index + 1} shows, for who cannot see it.` }];
  }
  if (length > MAX_ALT_CHARACTERS) {
    return [
      {
        field,
        message: `The words for picture ${index + 1} have ${length} characters; at most ${MAX_ALT_CHARACTERS} are taken.`,
      },
    ];
  }
  return [];
}

import type { CaseImage } from "#domain/image.ts";
import type { PhotoView } from "#ui/photo.ts";

/** A picture of a case as the pages show it; its bytes come from media.ts. */
export const photoView = (image: CaseImage): PhotoView => photoAt(`/media/${image.id}`, image);

/** A picture at another address, with its thumbnail below it. */
export const photoAt = (url: string, image: CaseImage): PhotoView => ({
  url,
  thumbnailUrl: `${url}/thumbnail`,
  width: image.width,
  height: image.height,
  blurhash: image.blurhash,
  alt: image.alt,
  graphic: image.graphic,
});

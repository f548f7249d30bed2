import type { DeidentifiedImage, EncodedImage } from "#domain/image.ts";

/**
 * The one place where an image becomes de-identified. Call it only with what was verified to hold pixels and nothing else,
 * or with what proves to be such an image from before.
 */
export const markDeidentified = (image: EncodedImage): DeidentifiedImage =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mark exists in types only: nothing else can set it
  image as DeidentifiedImage;

import type { ImageId } from "./ids.ts";

declare const deidentified: unique symbol;

/** Pixels that were decoded and encoded anew, in two sizes. Neither buffer holds a metadata block. */
export interface EncodedImage {
  readonly mediaType: "image/jpeg" | "image/webp";
  readonly full: Uint8Array;
  readonly thumbnail: Uint8Array;
  /** Pixels of the full size; longest side at most 2048. */
  readonly width: number;
  readonly height: number;
  readonly blurhash: string;
}

/** Made only by `src/deid/`; what stores and federates a case accepts nothing weaker. */
export interface DeidentifiedImage extends EncodedImage {
  readonly [deidentified]: true;
}

/** An image as it is stored with a case: bytes are in the blob store under `id`. */
export interface CaseImage {
  readonly id: ImageId;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly blurhash: string;
  /** Alternative text, 1 to 1,500 characters. */
  readonly alt: string;
  readonly graphic: boolean;
}

export const MAX_IMAGES = 8;
export const MAX_IMAGE_BYTES = 20 * 1024 * 1024;
export const MAX_ALT_CHARACTERS = 1500;

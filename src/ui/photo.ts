import { html } from "hono/html";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";

/** An image of a case as the pages show it; addresses are of this house. */
export interface PhotoView {
  readonly url: string;
  readonly thumbnailUrl: string;
  /** Pixels of the full size. */
  readonly width: number;
  readonly height: number;
  readonly blurhash: string;
  readonly alt: string;
  /** Covered until the viewer asks for it. */
  readonly graphic: boolean;
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/**
 * The average colour of an image as `#rrggbb`: characters three to six of its blurhash hold it (the "DC value" of the
 * algorithm's description). A neutral grey where the text is no blurhash.
 */
export function averageColour(blurhash: string): string {
  let value = 0;
  for (const character of blurhash.slice(2, 6)) value = value * 83 + DIGITS.indexOf(character);
  return blurhash.length < 6 || value < 0 || value > 0xffffff
    ? "#8a8f93"
    : `#${value.toString(16).padStart(6, "0")}`;
}

/** The colour that stands where the image will be, so that nothing jumps or flashes while it loads. */
export const placeholder = (photo: PhotoView): Html =>
  html`<svg
    class="placeholder"
    viewBox="0 0 ${photo.width} ${photo.height}"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect width="${photo.width}" height="${photo.height}" fill="${averageColour(photo.blurhash)}" />
  </svg>`;

/** The small size in a frame; a graphic one stays covered. `alt` may be given as empty where words beside it already say it. */
export function thumbnail(
  photo: PhotoView,
  options: { readonly eager?: boolean; readonly alt?: string } = {},
): Html {
  const alt = options.alt ?? photo.alt;
  if (photo.graphic)
    return html`<span class="photo covered"
      >${placeholder(photo)}<span class="cover">${icon("hidden")}<span>Graphic image</span></span></span
    >`;
  return html`<span class="photo"
    >${placeholder(photo)}<img
      src="${photo.thumbnailUrl}"
      alt="${alt}"
      width="${photo.width}"
      height="${photo.height}"
      ${options.eager === true ? "" : html` loading="lazy"`}
      decoding="async"
  /></span>`;
}

import { html } from "hono/html";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import { placeholder, thumbnail } from "./photo.ts";
import type { PhotoView } from "./photo.ts";

/**
 * All images of a case: the first one large, the others as thumbnails. Without scripts each is a link to the full image;
 * the island `gallery` makes thumbnails switch the large image, and the large image open in a viewer that zooms.
 */
export function gallery(photos: readonly PhotoView[]): Html | "" {
  const [first] = photos;
  if (first === undefined) return "";
  return html`<consilium-gallery class="gallery">
    <figure class="main-photo">
      ${large(first)}
      <figcaption class="soft">
        ${photos.length > 1 ? html`<b data-part="position">1 of ${photos.length}</b> ` : ""}<span
          data-part="caption"
          dir="auto"
          >${first.alt}</span
        >
      </figcaption>
    </figure>
    ${photos.length === 1 ? "" : thumbnails(photos)}
  </consilium-gallery>`;
}

function large(photo: PhotoView): Html {
  const picture = html`<a class="photo" data-part="main" href="${photo.url}"
    >${placeholder(photo)}<img
      src="${photo.url}"
      alt="${photo.alt}"
      width="${photo.width}"
      height="${photo.height}"
      decoding="async"
      fetchpriority="high"
  /></a>`;
  return photo.graphic
    ? html`<details class="graphic" data-part="graphic">
        <summary class="button quiet">${icon("hidden")}<span>This image may disturb. Show it</span></summary>
        ${picture}
      </details>`
    : picture;
}

const thumbnails = (photos: readonly PhotoView[]): Html =>
  html`<ul class="thumbs" aria-label="All ${photos.length} images">
    ${photos.map(
      (photo, index) =>
        html`<li>
          <a
            href="${photo.url}"
            data-part="thumb"
            data-width="${photo.width}"
            data-height="${photo.height}"
            ${photo.graphic ? html` data-graphic` : ""}${index === 0 ? html` aria-current="true"` : ""}
            ><span class="hidden-text">Image ${index + 1}: ${photo.graphic ? photo.alt : ""}</span
            >${thumbnail(photo)}</a
          >
        </li>`,
    )}
  </ul>`;

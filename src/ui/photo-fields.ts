import { html } from "hono/html";
import type { Fault } from "#domain/refusal.ts";
import { MAX_ALT_CHARACTERS, MAX_IMAGE_BYTES, MAX_IMAGES } from "#domain/image.ts";
import { faultOf, fieldId } from "./errors.ts";
import { checkbox, textField } from "./field.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";

/** A photo as it was sent, when the form comes back. A browser cannot fill a file input again, so `kept` stands for the file. */
export interface PhotoRow {
  readonly alt: string;
  readonly graphic: boolean;
  /** A photo that the server holds for this draft: what to send back for it, and where its thumbnail is. */
  readonly kept?: { readonly token: string; readonly thumbnailUrl: string } | undefined;
}

/** How many rows there are without scripts; the island shows one for each photo, up to {@link MAX_IMAGES}. */
const ROWS_WITHOUT_SCRIPTS = 4;

const TYPES = "image/jpeg,image/png,image/webp,image/avif,image/tiff";

/**
 * The photos of a case. Sends for each row N from 1: `photo-N` (a file, or an empty one), `alt-N`, `graphic-N` ("yes" or absent) and,
 * for a photo the server holds already, `kept-N` and `remove-N` ("yes" to leave it out). Rows may be skipped. A fault of the photos as a whole has the field `images`.
 */
export function photoFields(rows: readonly PhotoRow[], faults: readonly Fault[]): Html {
  const shown = Math.min(Math.max(ROWS_WITHOUT_SCRIPTS, rows.length), MAX_IMAGES);
  const fault = faultOf(faults, "images");
  return html`<consilium-photos data-max="${MAX_IMAGES}" data-max-bytes="${MAX_IMAGE_BYTES}"
    ><fieldset
      class="card stack photo-fields${fault === undefined ? "" : " faulty"}"
      id="${fieldId("images")}"
      tabindex="-1"
    >
      <legend>${icon("photo")} Photos</legend>
      <p class="hint">
        JPEG, PNG, WebP, AVIF or TIFF, up to ${MAX_IMAGE_BYTES / 1024 / 1024} MB each. Place, time and camera
        are removed from every photo.
      </p>
      ${fault === undefined ? "" : html`<p class="fault"><span class="hidden-text">Error: </span>${fault}</p>`}
      <div data-part="add"></div>
      <ol class="photo-rows" data-part="rows">
        ${Array.from({ length: shown }, (_, index) => photoRow(index + 1, rows[index], faults))}
      </ol>
      <template data-part="row">${photoRow(0, undefined, [])}</template>
    </fieldset></consilium-photos
  >`;
}

function photoRow(number: number, row: PhotoRow | undefined, faults: readonly Fault[]): Html {
  const name = `photo-${number}`;
  const fault = faultOf(faults, name);
  const kept = row?.kept;
  return html`<li class="photo-row" data-number="${number}">
    ${kept === undefined ? html`<div class="field${fault === undefined ? "" : " faulty"}" data-part="file"><label for="${fieldId(name)}">Photo ${number}</label>${fault === undefined ? "" : html`<p class="fault" id="${fieldId(name)}-fault"><span class="hidden-text">Error: </span>${fault}</p>`}<input type="file" id="${fieldId(name)}" name="${name}" accept="${TYPES}" ${fault === undefined ? "" : html` aria-invalid="true" aria-describedby="${fieldId(name)}-fault"`} /></div>` : html`<div class="kept" data-part="kept"><img src="${kept.thumbnailUrl}" alt="Photo ${number}" width="96" height="96" /><input type="hidden" name="kept-${number}" value="${kept.token}" /></div>`}
    ${textField({ name: `alt-${number}`, label: `What photo ${number} shows`, hint: "For colleagues who cannot see it. For example: scaly red ring, 4 cm, on a forearm", maxLength: MAX_ALT_CHARACTERS, value: row?.alt, faults, autocomplete: "off" })}
    ${checkbox({ name: `graphic-${number}`, label: "May disturb: cover it until somebody asks to see it", checked: row?.graphic ?? false })}
    ${kept === undefined ? "" : html`<div data-part="remove">${checkbox({ name: `remove-${number}`, label: `Leave photo ${number} out`, checked: false })}</div>`}
  </li>`;
}

import { html } from "hono/html";
import { faultOf, fieldId } from "./errors.ts";
import type { FieldOptions } from "./field.ts";
import type { Html } from "./html.ts";

/** One file. */
export function fileField(
  options: Pick<FieldOptions, "name" | "label" | "hint" | "faults"> & { readonly accept: string },
): Html {
  const { name, label, hint, accept } = options;
  const id = fieldId(name);
  const fault = faultOf(options.faults ?? [], name);
  const about = [hint === undefined ? "" : `${id}-hint`, fault === undefined ? "" : `${id}-fault`].filter(
    Boolean,
  );
  return html`<div class="field${fault === undefined ? "" : " faulty"}">
    <label for="${id}">${label}</label>
    ${hint === undefined ? "" : html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${fault === undefined ? "" : html`<p class="fault" id="${id}-fault"><span class="hidden-text">Error: </span>${fault}</p>`}
    <input
      type="file"
      id="${id}"
      name="${name}"
      accept="${accept}"
      ${fault === undefined ? "" : html` aria-invalid="true"`}${about.length === 0 ? "" : html` aria-describedby="${about.join(" ")}"`}
    />
  </div>`;
}

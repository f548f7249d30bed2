import { html } from "hono/html";
import type { Fault } from "#domain/refusal.ts";
import { faultOf, fieldId } from "./errors.ts";
import type { Html } from "./html.ts";

export interface FieldOptions {
  /** The name it is sent under; its id is `field-NAME`. */
  readonly name: string;
  /** Another id, for a second field of the same name. */
  readonly id?: string | undefined;
  readonly label: string;
  readonly hint?: string | Html | undefined;
  readonly value?: string | undefined;
  /** All faults of the form; those of this name are shown at the field. */
  readonly faults?: readonly Fault[] | undefined;
  readonly required?: boolean | undefined;
  /** Adds "(optional)" to the label. */
  readonly optional?: boolean | undefined;
  readonly maxLength?: number | undefined;
  readonly autocomplete?: string | undefined;
}

export interface Choice {
  readonly value: string;
  readonly words: string | Html;
  readonly hint?: string | Html | undefined;
}

/** One line of text. */
export const textField = (
  options: FieldOptions & {
    readonly type?: "text" | "search" | "url" | "email" | "number" | "password";
    readonly inputmode?: "text" | "numeric" | "url" | "search";
    readonly min?: number;
    readonly max?: number;
    readonly list?: string;
    readonly short?: boolean;
  },
): Html =>
  frame(
    options,
    html`<input
      class="input${options.short === true ? " short" : ""}"
      type="${options.type ?? "text"}"
      value="${options.value ?? ""}"
      ${attributes(options)}${options.inputmode === undefined ? "" : html` inputmode="${options.inputmode}"`}${options.min === undefined ? "" : html` min="${options.min}"`}${options.max === undefined ? "" : html` max="${options.max}"`}${options.list === undefined ? "" : html` list="${options.list}"`}
    />`,
  );

/** Several lines of text; grows with what is written where the browser can. */
export const textArea = (options: FieldOptions & { readonly rows?: number }): Html =>
  frame(
    options,
    // The line break after the tag is not part of the value, and keeps one that the value begins with.
    html`<textarea class="input" rows="${options.rows ?? 3}" ${attributes(options)}>
${options.value ?? ""}</textarea>`,
  );

/** One of a list that opens. */
export const selectField = (
  options: FieldOptions & { readonly choices: readonly { readonly value: string; readonly words: string }[] },
): Html =>
  frame(
    options,
    html`<select class="input" ${attributes(options)}>
      ${options.choices.map(({ value, words }) => html`<option value="${value}" ${value === options.value ? html` selected` : ""}>${words}</option>`)}
    </select>`,
  );

/** One of a few that are all in sight. The field's id is on the first, where the error summary leads. */
export const radios = (options: FieldOptions & { readonly choices: readonly Choice[] }): Html =>
  group(options, "radio", options.choices, (value) => value === options.value);

/** A single yes or no. */
export function checkbox(
  options: Pick<FieldOptions, "name" | "label" | "hint" | "faults"> & { readonly checked: boolean },
): Html {
  const id = fieldId(options.name);
  const fault = faultOf(options.faults ?? [], options.name);
  return html`<div class="choice">
    ${fault === undefined ? "" : html`<p class="fault" id="${id}-fault"><span class="hidden-text">Error: </span>${fault}</p>`}
    <input
      type="checkbox"
      name="${options.name}"
      id="${id}"
      value="yes"
      ${options.checked ? html` checked` : ""}${describedBy(options, fault)}
    /><label for="${id}">${options.label}</label
    >${options.hint === undefined ? "" : html`<p class="hint" id="${id}-hint">${options.hint}</p>`}
  </div>`;
}

function frame(options: FieldOptions, control: Html): Html {
  const { name, label, optional = false } = options;
  const id = idOf(options);
  const fault = faultOf(options.faults ?? [], name);
  return html`<div class="field${fault === undefined ? "" : " faulty"}">
    <label for="${id}">${label}${optional ? html` <span class="soft">(optional)</span>` : ""}</label
    >${hintAndFault(options, fault)}${control}
  </div>`;
}

function group(
  options: FieldOptions,
  type: "radio" | "checkbox",
  choices: readonly Choice[],
  chosen: (value: string) => boolean,
): Html {
  const { name, label, optional = false } = options;
  const id = idOf(options);
  const fault = faultOf(options.faults ?? [], name);
  return html`<fieldset class="field${fault === undefined ? "" : " faulty"}" ${describedBy(options, fault)}>
    <legend>${label}${optional ? html` <span class="soft">(optional)</span>` : ""}</legend>
    ${hintAndFault(options, fault)}
    <div class="choices">
      ${choices.map(({ value, words, hint }, index) => {
        const own = index === 0 ? id : `${id}-${index + 1}`;
        return html`<div class="choice">
          <input
            type="${type}"
            name="${name}"
            id="${own}"
            value="${value}"
            ${chosen(value) ? html` checked` : ""}${hint === undefined ? "" : html` aria-describedby="${own}-hint"`}
          /><label for="${own}">${words}</label
          >${hint === undefined ? "" : html`<p class="hint" id="${own}-hint">${hint}</p>`}
        </div>`;
      })}
    </div>
  </fieldset>`;
}

function attributes(options: FieldOptions): Html {
  const { name, required, maxLength, autocomplete } = options;
  const fault = faultOf(options.faults ?? [], name);
  return html` id="${idOf(options)}" name="${name}"
  dir="auto"${required === true ? html` required` : ""}${maxLength === undefined ? "" : html` maxlength="${maxLength}"`}${autocomplete === undefined ? "" : html` autocomplete="${autocomplete}"`}${fault === undefined ? "" : html` aria-invalid="true"`}${describedBy(options, fault)}`;
}

function describedBy(
  options: Pick<FieldOptions, "name" | "id" | "hint">,
  fault: string | undefined,
): Html | "" {
  const { hint } = options;
  const id = idOf(options);
  const ids = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(fault === undefined ? [] : [`${id}-fault`]),
  ];
  return ids.length === 0 ? "" : html` aria-describedby="${ids.join(" ")}"`;
}

const hintAndFault = (options: FieldOptions, fault: string | undefined): Html =>
  html`${options.hint === undefined ? "" : html`<p class="hint" id="${idOf(options)}-hint">${options.hint}</p>`}${fault === undefined ? "" : html`<p class="fault" id="${idOf(options)}-fault"><span class="hidden-text">Error: </span>${fault}</p>`}`;

const idOf = ({ name, id }: Pick<FieldOptions, "name" | "id">): string => id ?? fieldId(name);

import { html } from "hono/html";
import type { Fault } from "#domain/refusal.ts";
import type { Html } from "./html.ts";

/** The id of the element that a fault's field name belongs to. */
export const fieldId = (name: string): string => `field-${name}`;

/** What is wrong with one field, in one line; `undefined` where nothing is. */
export function faultOf(faults: readonly Fault[], name: string): string | undefined {
  const messages = faults.filter((fault) => fault.field === name).map((fault) => fault.message);
  return messages.length === 0 ? undefined : messages.join(" ");
}

/**
 * All that is wrong, at the top of the page; each line leads to its field (GOV.UK error summary). It is read out and, with
 * `autofocus`, has the focus when the page opens. Nothing where nothing is wrong.
 */
export const errorSummary = (faults: readonly Fault[], title = "There is a problem"): Html | "" =>
  faults.length === 0
    ? ""
    : html`<div
        class="error-summary"
        role="alert"
        tabindex="-1"
        autofocus
        aria-labelledby="error-summary-title"
      >
        <h2 id="error-summary-title">${title}</h2>
        <ul>
          ${faults.map(
            ({ field, message }) =>
              html`<li>${field === "" ? message : html`<a href="#${fieldId(field)}">${message}</a>`}</li>`,
          )}
        </ul>
      </div>`;

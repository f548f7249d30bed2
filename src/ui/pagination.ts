import { html } from "hono/html";
import type { Html } from "./html.ts";

/** To older items, and from there back to the latest, as links; nothing where there is neither. */
export function pagination(options: {
  readonly latest?: string | undefined;
  readonly older?: string | undefined;
}): Html | "" {
  const { latest, older } = options;
  if (latest === undefined && older === undefined) return "";
  return html`<nav class="pagination" aria-label="Pages">
    <ul class="row apart">
      <li>
        ${latest === undefined ? "" : html`<a class="button quiet" href="${latest}">Back to the latest</a>`}
      </li>
      <li>
        ${older === undefined ? "" : html`<a class="button quiet" rel="next" href="${older}">Older</a>`}
      </li>
    </ul>
  </nav>`;
}

import { html } from "hono/html";
import type { Html } from "./html.ts";

/** Older and newer, as links; nothing where there is neither. */
export function pagination(options: {
  readonly newer?: string | undefined;
  readonly older?: string | undefined;
}): Html | "" {
  const { newer, older } = options;
  if (newer === undefined && older === undefined) return "";
  return html`<nav class="pagination" aria-label="Pages">
    <ul class="row apart">
      <li>
        ${newer === undefined ? "" : html`<a class="button quiet" rel="prev" href="${newer}">Newer</a>`}
      </li>
      <li>
        ${older === undefined ? "" : html`<a class="button quiet" rel="next" href="${older}">Older</a>`}
      </li>
    </ul>
  </nav>`;
}

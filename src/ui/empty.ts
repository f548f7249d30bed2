import { html } from "hono/html";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { IconName } from "./icon.ts";

/** What a list says while it holds nothing: what would be here, and what to do about it. */
export const empty = (options: {
  readonly title: string;
  readonly words: string | Html;
  readonly drawing: IconName;
  readonly action?: { readonly url: string; readonly words: string } | undefined;
}): Html =>
  html`<div class="empty">
    ${icon(options.drawing)}
    <p><b>${options.title}</b></p>
    <p class="soft">${options.words}</p>
    ${options.action === undefined ? "" : html`<p><a class="button" href="${options.action.url}">${options.action.words}</a></p>`}
  </div>`;

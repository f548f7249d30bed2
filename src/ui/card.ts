import { html } from "hono/html";
import type { Html } from "./html.ts";

export interface CardOptions {
  /** The heading, of the second level. */
  readonly title: string | Html;
  /** The address of the card on the page (`#id`). */
  readonly id: string;
  /** A quiet line below the heading. */
  readonly note?: string | Html | undefined;
  /** What stands at the end of the heading's line: a chip, a count. */
  readonly beside?: Html | undefined;
}

/** A part of a page on its own ground, named by its heading. */
export const card = ({ title, id, note, beside }: CardOptions, body: Html): Html =>
  html`<section class="card stack" id="${id}" aria-labelledby="${id}-title">
    <header class="stack tight">
      <div class="row apart">
        <h2 id="${id}-title">${title}</h2>
        ${beside ?? ""}
      </div>
      ${note === undefined ? "" : html`<p class="soft">${note}</p>`}
    </header>
    ${body}
  </section>`;

import { html } from "hono/html";
import type { Audience } from "#domain/audience.ts";
import type { Urgency } from "#domain/case.ts";
import { AUDIENCE_WORDS, URGENCY_WORDS } from "#domain/words.ts";
import { said } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { IconName } from "./icon.ts";
import { specialtyWords } from "./words.ts";

/** Colour says a status, and the words say it too. `plain` is for what is no status. */
export type Tone = "plain" | "urgent" | "good" | "waiting" | "warning";

/** A few words in a frame. */
export const chip = (words: string | Html, tone: Tone = "plain", drawing?: IconName): Html =>
  html`<span class="chip ${tone}">${drawing === undefined ? "" : icon(drawing)}<span>${words}</span></span>`;

/** How soon an answer is wanted; nothing where there is no hurry. */
export const urgencyChip = (urgency: Urgency): Html | "" =>
  urgency === "none" ? "" : chip(URGENCY_WORDS[urgency], urgency === "week" ? "plain" : "urgent", "clock");

export const audienceChip = (audience: Audience): Html => chip(AUDIENCE_WORDS[audience], "plain", audience);

/** The stream of a specialty, as a link. */
export const specialtyChip = (slug: string): Html =>
  html`<a class="chip plain" href="/streams/${encodeURIComponent(slug)}">${said(specialtyWords(slug))}</a>`;

/** Filters over a list: links that look like chips, of which one is the one in force. */
export function filters(
  label: string,
  choices: readonly { readonly words: string; readonly url: string; readonly chosen: boolean }[],
): Html {
  return html`<nav class="filters" aria-label="${label}">
    <ul class="row">
      ${choices.map(
        ({ words, url, chosen }) =>
          html`<li>
            <a class="chip filter" href="${url}" ${chosen ? html` aria-current="true"` : ""}
              >${chosen ? icon("check") : ""}<span>${words}</span></a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

import { html } from "hono/html";
import { card } from "./card.ts";
import { fieldId } from "./errors.ts";
import { type Html, said } from "./html.ts";
import { when } from "./when.ts";

/** A case that its author has not posted yet. */
export interface DraftView {
  readonly id: string;
  readonly title: string;
  readonly expiresAt: Date;
}

/** What is still to be posted, to go on with or to throw away; nothing where there is none. */
export const draftList = (drafts: readonly DraftView[], now: Date): Html | "" =>
  drafts.length === 0
    ? ""
    : html`<div id="${fieldId("drafts")}">
        ${card(
          { title: "Not posted yet", id: "drafts" },
          html`<ul class="stack tight">
            ${drafts.map(
              ({ id, title, expiresAt }) =>
                html`<li class="row apart">
                  <span
                    ><a href="/ask/${id}">${title === "" ? "Without a title" : said(title)}</a>
                    <span class="soft">is thrown away ${when(expiresAt, now)}</span></span
                  >
                  <form method="post" action="/ask/${id}/discard">
                    <button class="button plain">
                      Throw it away<span class="hidden-text">: ${title}</span>
                    </button>
                  </form>
                </li>`,
            )}
          </ul>`,
        )}
      </div>`;

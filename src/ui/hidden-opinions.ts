import { html } from "hono/html";
import { count } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";

/** Where the viewer goes to answer: the form below, or to sign in. */
export interface AnswerLink {
  readonly url: string;
  readonly words: string;
}

export interface HiddenOpinionsOptions {
  readonly opinions: number;
  /** How to show them: a link, or a form where it is remembered who looked. */
  readonly look: { readonly method: "get" | "post"; readonly url: string };
  /** Absent for who cannot answer. */
  readonly answer?: AnswerLink | undefined;
}

/**
 * Stands where the opinions of others will be, until the viewer has answered or chosen to look.
 * An answer given after looking is marked as not blind, and the words say so.
 */
export function hiddenOpinions({ opinions, look, answer }: HiddenOpinionsOptions): Html {
  if (opinions === 0)
    return html`<div class="hidden-box">
      ${icon("hidden")}
      <div class="stack tight">
        <p><b>No opinions yet.</b>${answer === undefined ? "" : " Yours would be the first."}</p>
        ${answer === undefined ? "" : html`<p><a class="button" href="${answer.url}">${answer.words}</a></p>`}
      </div>
    </div>`;
  return html`<div class="hidden-box">
    ${icon("hidden")}
    <div class="stack tight">
      <p>
        <b
          >${count(opinions, "opinion", "opinions")}, hidden until you
          ${answer === undefined ? "look" : "answer"}.</b
        >
      </p>
      ${answer === undefined ? "" : html`<p class="soft">What you think before you know what others think is worth more to the patient, and to the consensus.</p>`}
      <div class="row">
        ${answer === undefined ? "" : html`<a class="button" href="${answer.url}">${answer.words}</a>`}${lookButton(look)}
      </div>
      ${answer === undefined ? "" : html`<p class="soft">If you look and answer later, your opinion counts and says that you had seen the others.</p>`}
    </div>
  </div>`;
}

const lookButton = ({ method, url }: HiddenOpinionsOptions["look"]): Html =>
  method === "get"
    ? html`<a class="button plain" href="${url}">Look without answering</a>`
    : html`<form method="post" action="${url}">
        <button class="button plain">Look without answering</button>
      </form>`;

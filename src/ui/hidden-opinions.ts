import { html } from "hono/html";
import { count } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";

/**
 * Stands where the opinions of others will be, until the viewer has answered or chosen to look.
 * `lookUrl` shows them; an answer given after that is marked as not blind, and the words say so.
 */
export function hiddenOpinions(options: {
  readonly opinions: number;
  readonly lookUrl: string;
  readonly answerUrl: string;
}): Html {
  const { opinions, lookUrl, answerUrl } = options;
  if (opinions === 0)
    return html`<div class="hidden-box">
      ${icon("hidden")}
      <div class="stack tight">
        <p><b>No opinions yet.</b> Yours would be the first.</p>
        <p><a class="button" href="${answerUrl}">Answer</a></p>
      </div>
    </div>`;
  return html`<div class="hidden-box">
    ${icon("hidden")}
    <div class="stack tight">
      <p><b>${count(opinions, "opinion", "opinions")}, hidden until you answer.</b></p>
      <p class="soft">
        What you think before you know what others think is worth more to the patient, and to the consensus.
      </p>
      <p class="row">
        <a class="button" href="${answerUrl}">Answer first</a
        ><a class="button plain" href="${lookUrl}">Look without answering</a>
      </p>
      <p class="soft">
        If you look and answer later, your opinion counts and says that you had seen the others.
      </p>
    </div>
  </div>`;
}

import { html, raw } from "hono/html";
import type { Admission, OpinionBody } from "#domain/opinion.ts";
import { reasonInWords } from "#domain/trust.ts";
import { chip } from "./chips.ts";
import { diagnosisWords, differential } from "./differential.ts";
import { listed, paragraphs } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { PersonView } from "./person.ts";
import { when } from "./when.ts";
import { who } from "./who.ts";

export interface OpinionView {
  /** Its place on the page is `#opinion-ID`. */
  readonly id: string;
  readonly author: PersonView;
  readonly body: OpinionBody;
  readonly admission: Admission;
  readonly publishedAt: Date;
  /** Given by the viewer. */
  readonly yours: boolean;
}

/** One answer: who, how sure, the ranking, can't-miss, reasoning, next steps; and, where it does not count, why. */
export function opinion(view: OpinionView, now: Date): Html {
  const { body } = view;
  return html`<article
    class="opinion"
    id="opinion-${view.id}"
    aria-label="Opinion of ${view.author.pseudonym}"
  >
    <header class="row apart">
      ${who(view.author, when(view.publishedAt, now))}<span class="row"
        >${view.yours ? chip("Yours", "good") : ""}${chip(`sure: ${body.confidence} %`)}</span
      >
    </header>
    ${
      view.admission.kind === "comment"
        ? html`<p class="not-counted">
            ${icon("alert")}<span>Not counted: ${reasonInWords(view.admission.reason)}</span>
          </p>`
        : view.author.verified === undefined
          ? html`<p class="soft">
              Counted: the attestation was valid when this was signed. It does not hold today.
            </p>`
          : ""
    }
    ${differential(body.differential)} ${cantMiss(body.cantMiss)}
    ${body.reasoning === undefined ? "" : paragraphs(body.reasoning)}
    ${
      body.nextSteps === undefined
        ? ""
        : html`<div class="next-steps">
            <h3>Next steps</h3>
            ${paragraphs(body.nextSteps)}
          </div>`
    }
    <p class="soft">
      ${body.blind ? "Given before seeing other opinions." : "Given after seeing other opinions."}
    </p>
  </article>`;
}

const cantMiss = (diagnoses: OpinionBody["cantMiss"]): Html | "" =>
  diagnoses.length === 0
    ? ""
    : html`<p><span class="cant-miss">Can’t miss:</span> ${listed(diagnoses.map(diagnosisWords))}</p>`;

/** What somebody wrote below a case without ranking anything. */
export interface CommentView {
  readonly id: string;
  readonly author: PersonView;
  /** HTML that was sanitised when it came in. */
  readonly content: string;
  readonly publishedAt: Date;
}

export const comment = (view: CommentView, now: Date): Html =>
  html`<article class="opinion" id="comment-${view.id}" aria-label="Comment of ${view.author.pseudonym}">
    <header>${who(view.author, when(view.publishedAt, now))}</header>
    <div class="said stack tight" dir="auto">${raw(view.content)}</div>
  </article>`;

/** Any number of opinions and comments, one below the other. */
export const opinionList = (articles: readonly Html[]): Html =>
  html`<ol class="opinions">
    ${articles.map((article) => html`<li>${article}</li>`)}
  </ol>`;

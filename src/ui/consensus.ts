import { html } from "hono/html";
import { card } from "./card.ts";
import { chip } from "./chips.ts";
import { count, listed, said } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import { shares, spreadOf } from "./shares.ts";

/** A pooled diagnosis. */
export interface PooledDiagnosis {
  readonly text: string;
  /** Share of the pooled weight, 0 to 1; all of a consensus add up to 1. */
  readonly score: number;
  /** How many opinions rank it first, ties included. */
  readonly firsts: number;
  /** "icd10cm L92.0", for the table. */
  readonly code?: string | undefined;
}

export interface ConsensusView {
  /** How many opinions were admitted, and from how many institutions. */
  readonly opinions: number;
  readonly institutions: number;
  /** Best first, every diagnosis that was named; empty while there are too few opinions. */
  readonly ranking: readonly PooledDiagnosis[];
  /** Diagnoses to exclude, with how many named each; shown however few they are. */
  readonly cantMiss: readonly { readonly text: string; readonly by: number }[];
  /** The viewer's own first rank, to mark it in the chart. */
  readonly yours?: readonly string[] | undefined;
}

/** From how many admitted opinions up a consensus is shown: fewer would only be those few under another name. */
export const MIN_OPINIONS = 3;

/** Bars beyond these are in the table only. */
const BARS = 8;

/** What colleagues think, pooled: bars, the spread in words, the dissent, can't-miss apart, and all of it as a table. */
export function consensusChart(view: ConsensusView): Html {
  const enough = view.opinions >= MIN_OPINIONS && view.ranking.length > 0;
  return card(
    {
      title: "What colleagues think",
      id: "consensus",
      beside: chip(
        `${count(view.opinions, "opinion", "opinions")} · ${count(view.institutions, "institution", "institutions")}`,
      ),
    },
    html`${enough ? pool(view) : tooFew(view.opinions)}${cantMiss(view.cantMiss)}${enough ? table(view.ranking) : ""}`,
  );
}

function tooFew(opinions: number): Html {
  const missing = MIN_OPINIONS - opinions;
  return html`<p class="soft">
    A consensus is shown from three admitted opinions up.
    ${missing > 0 ? html`${missing === 1 ? "One is" : `${missing} are`} still missing.` : ""}
  </p>`;
}

function pool(view: ConsensusView): Html {
  const rows = shares(view.ranking);
  const more = rows.length - BARS;
  return html`<ol class="pool">
      ${rows.slice(0, BARS).map(
        ({ text, percent, firsts, width }) =>
          html`<li>
            <span class="pool-name"
              >${said(text)}${view.yours?.includes(text) === true ? html` <span class="your-mark">your first</span>` : ""}</span
            ><b class="number">${percent}</b>
            ${bar(width)}
            <small>${firsts === 0 ? "nobody’s first" : html`first for ${firsts} of ${view.opinions}`}</small>
          </li>`,
      )}
    </ol>
    ${more > 0 ? html`<p class="soft">And ${count(more, "more diagnosis", "more diagnoses")} with a smaller share, in the table.</p>` : ""}
    <p>${spreadOf(view.ranking).words}</p>
    ${dissent(view)}`;
}

/** `width` in hundredths. The numbers beside it say the same, so that screen readers skip it. */
const bar = (width: number): Html =>
  html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="bar-ground" width="100" height="4" />
    <rect class="bar-value" width="${width}" height="4" />
  </svg>`;

/** Every diagnosis that somebody ranks first, beside the one that leads. */
function dissent({ ranking }: ConsensusView): Html {
  const others = ranking.slice(1).filter(({ firsts }) => firsts > 0);
  if (others.length === 0) return html`<p class="soft">Nobody ranks another diagnosis first.</p>`;
  return html`<p>
    <b>Dissent:</b> ranked first by others:
    ${listed(others.map(({ text, firsts }) => html`${said(text)} (${firsts})`))}.
  </p>`;
}

const cantMiss = (diagnoses: ConsensusView["cantMiss"]): Html | "" =>
  diagnoses.length === 0
    ? ""
    : html`<div class="cant-miss-box">
        ${icon("alert")}
        <p>
          <b class="cant-miss">Can’t miss:</b>
          ${listed(diagnoses.map(({ text, by }) => html`${said(text)}, named by ${by}`))}
        </p>
      </div>`;

const table = (ranking: ConsensusView["ranking"]): Html =>
  html`<details id="consensus-table">
    <summary>As a table, and how this is computed</summary>
    <div class="stack">
      <div class="scroll" tabindex="0" role="region" aria-label="Consensus as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Diagnosis</th>
              <th scope="col">Code</th>
              <th scope="col" class="number">Share</th>
              <th scope="col" class="number">Ranked first by</th>
            </tr>
          </thead>
          <tbody>
            ${shares(ranking).map(
              ({ text, code, percent, firsts }) =>
                html`<tr>
                  <th scope="row" dir="auto">${text}</th>
                  <td>${code ?? "–"}</td>
                  <td class="number">${percent}</td>
                  <td class="number">${firsts}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="soft">
        In each opinion the first rank weighs 1, the second 1/2, the third 1/3 and so on; diagnoses on one
        rank share its weight equally, and every opinion’s weights are scaled to add up to one. The share is
        the mean over all admitted opinions. Only opinions of verified physicians count, one for each
        physician.
      </p>
      <p class="soft">It is what colleagues think, not the probability that it is so.</p>
    </div>
  </details>`;

import { html } from "hono/html";
import { connectDiagnoses } from "#domain/concepts.ts";
import type { Consensus, ConsensusEntry, TooFew } from "#domain/consensus.ts";
import type { Coding, Diagnosis } from "#domain/diagnosis.ts";
import type { PoolingName } from "#domain/pooling/rules.ts";
import { POOLING_WORDS } from "#domain/words.ts";
import { card } from "./card.ts";
import { chip } from "./chips.ts";
import { capital, count, inWords, listed, said } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import { shares } from "./shares.ts";

/** Bars beyond these are in the table only. */
const BARS = 8;

export interface ConsensusChartOptions {
  /** The first rank of the viewer's own answer, which is marked in the chart. */
  readonly yours?: readonly Diagnosis[] | undefined;
  /** The pooling rule that the case asks for, which may be one that this version does not know. */
  readonly asked?: string | undefined;
  /** Whose opinions these are; physicians' where it is left out. */
  readonly of?: "physicians" | "students";
}

/** The two pools, by what stands on the page. */
const POOLS = {
  physicians: {
    title: "What colleagues think",
    id: "what-colleagues-think",
    table: "consensus-table",
    counted: "Only answers of verified physicians count, one for each.",
  },
  students: {
    title: "What students think",
    id: "what-students-think",
    table: "students-table",
    counted: "Only answers of verified medical students count here, one for each, and none among physicians.",
  },
} as const;

/** What colleagues think, pooled: bars, the spread in words, the dissent, can't-miss apart, by which rule, and all of it as a table. */
export function consensusChart(
  consensus: Consensus | TooFew,
  { yours = [], asked, of = "physicians" }: ConsensusChartOptions = {},
): Html {
  const opinions = count(consensus.n, "opinion", "opinions");
  const { title, id } = POOLS[of];
  if (consensus.kind === "too-few") return card({ title, id, beside: chip(opinions) }, tooFew(consensus));
  const beside = chip(`${opinions} · ${count(consensus.institutions, "institution", "institutions")}`);
  return card(
    { title, id, beside },
    html`${pool(consensus, yours)}${cantMiss(consensus)}${ruleLine(consensus.rule, asked)}${table(consensus, of)}`,
  );
}

function tooFew({ n, minimum }: TooFew): Html {
  const missing = minimum - n;
  return html`<p class="soft">
    A consensus is shown from ${inWords(minimum)} admitted opinions up. ${capital(inWords(missing))}
    ${missing === 1 ? "is" : "are"} still missing.
  </p>`;
}

function pool(consensus: Consensus, yours: readonly Diagnosis[]): Html {
  const { entries, n } = consensus;
  const own = ownEntries(entries, yours);
  const more = entries.length - BARS;
  return html`<ol class="pool">
      ${shares(entries.slice(0, BARS)).map(
        (entry) =>
          html`<li>
            <span class="pool-name"
              >${said(entry.diagnosis)}${own.has(entry.diagnosis) ? html` <span class="your-mark">your first</span>` : ""}</span
            >
            <b class="number">${entry.percent}</b>
            ${bar(entry.width)}
            <small
              >${entry.rankedFirstBy === 0 ? "nobody’s first" : `first for ${entry.rankedFirstBy} of ${n}`},
              named by ${entry.namedBy}</small
            >
          </li>`,
      )}
    </ol>
    ${more > 0 ? html`<p class="soft">And ${count(more, "more diagnosis", "more diagnoses")} with a smaller share, in the table.</p>` : ""}
    <p><b>Spread: ${consensus.spread.word}.</b> ${SPREAD_MEANS[consensus.spread.word]}</p>
    ${dissent(consensus.dissent)}`;
}

const SPREAD_MEANS: Readonly<Record<Consensus["spread"]["word"], string>> = {
  narrow: "Most answers say much the same.",
  moderate: "Answers agree in part.",
  wide: "Answers differ in most of what they say.",
};

/** The pooled diagnoses that are the viewer's own, whatever spelling the pool chose. */
function ownEntries(entries: readonly ConsensusEntry[], yours: readonly Diagnosis[]): ReadonlySet<string> {
  const pooled = entries.map(({ diagnosis, codings }) => ({ text: diagnosis, codings }));
  const conceptOf = connectDiagnoses([...pooled, ...yours]);
  const own = new Set(yours.map(conceptOf));
  return new Set(pooled.filter((diagnosis) => own.has(conceptOf(diagnosis))).map(({ text }) => text));
}

/** `width` in hundredths. The numbers beside it say the same, so that screen readers skip it. */
const bar = (width: number): Html =>
  html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="bar-ground" width="100" height="4" />
    <rect class="bar-value" width="${width}" height="4" />
  </svg>`;

/** How many of the dissenting diagnoses are named in the line; all are in the table. */
const NAMED = 6;

/** Every diagnosis that somebody ranks first, beside the one that leads. */
function dissent(entries: readonly ConsensusEntry[]): Html {
  if (entries.length === 0) return html`<p class="soft">Nobody ranks another diagnosis first.</p>`;
  const named = entries
    .slice(0, NAMED)
    .map(({ diagnosis, rankedFirstBy }) => html`${said(diagnosis)} (${rankedFirstBy})`);
  const others = entries.length - NAMED;
  const rest = others > 0 ? [html`${others} more`] : [];
  return html`<p><b>Dissent:</b> others rank first ${listed([...named, ...rest])}.</p>`;
}

const cantMiss = ({ cantMiss: entries }: Consensus): Html | "" =>
  entries.length === 0
    ? ""
    : html`<div class="cant-miss-box">
        ${icon("alert")}
        <p>
          <b class="cant-miss">Can’t miss:</b>
          ${listed(entries.map(({ diagnosis, namedBy }) => html`${said(diagnosis)} (named by ${namedBy})`))}
        </p>
      </div>`;

const ruleLine = (rule: PoolingName, asked: string | undefined): Html =>
  html`<p class="soft">Pooling rule: ${POOLING_WORDS[rule].name}${whyRule(rule, asked)}.</p>`;

function whyRule(rule: PoolingName, asked: string | undefined): Html | string {
  if (asked === undefined) return "";
  if (asked === rule) return ", chosen by the case’s institution";
  return html`; the case asks for “${said(asked)}”, which is not known here`;
}

const table = ({ entries, rule }: Consensus, of: keyof typeof POOLS): Html =>
  html`<details id="${POOLS[of].table}">
    <summary>As a table, and how this is computed</summary>
    <div class="stack">
      <div class="scroll" tabindex="0" role="region" aria-label="${POOLS[of].title}, as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Diagnosis</th>
              <th scope="col">Code</th>
              <th scope="col" class="number">Share</th>
              <th scope="col" class="number">First for</th>
              <th scope="col" class="number">Named by</th>
            </tr>
          </thead>
          <tbody>
            ${shares(entries).map(
              (entry) =>
                html`<tr>
                  <th scope="row" dir="auto">${entry.diagnosis}</th>
                  <td>${codes(entry.codings)}</td>
                  <td class="number">${entry.percent}</td>
                  <td class="number">${entry.rankedFirstBy}</td>
                  <td class="number">${entry.namedBy}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="soft">${POOLING_WORDS[rule].how} ${POOLS[of].counted}</p>
      <p class="soft">It is what colleagues think, not the probability that it is so.</p>
    </div>
  </details>`;

const codes = (codings: readonly Coding[]): string =>
  codings.length === 0 ? "–" : codings.map(({ system, code }) => `${system} ${code}`).join(", ");

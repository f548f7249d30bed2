import { html } from "hono/html";
import type { Diagnosis, Differential } from "#domain/diagnosis.ts";
import { said } from "./html.ts";
import type { Html } from "./html.ts";

/** Diagnoses in the order of likelihood; those on one rank stand side by side in one frame. */
export const differential = (ranks: Differential): Html =>
  html`<ol class="differential">
    ${ranks.map(
      (rank) =>
        html`<li>
          ${rank.length > 1 ? html`<span class="hidden-text">tied: </span>` : ""}${rank.map((diagnosis, index) => html`${index === 0 ? "" : html`<span class="tie" aria-hidden="true">=</span><span class="hidden-text"> and </span>`}${diagnosisWords(diagnosis)}`)}
        </li>`,
    )}
  </ol>`;

/** A diagnosis as it was written; its codes are in the tooltip. */
export const diagnosisWords = ({ text, codings }: Diagnosis): Html =>
  codings.length === 0
    ? said(text)
    : html`<bdi title="${codings.map(({ system, code }) => `${system} ${code}`).join(", ")}">${text}</bdi>`;

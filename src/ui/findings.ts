import { html } from "hono/html";
import type { ClinicalCase, CourseEvent } from "#domain/case.ts";
import { dayWords, patientWords, QUESTION_WORDS } from "#domain/words.ts";
import { card } from "./card.ts";
import { paragraphs } from "./html.ts";
import type { Html } from "./html.ts";

/** The question in its frame: what kind it is, and its words. */
export const question = ({ kind, text }: ClinicalCase["question"]): Html =>
  html`<div class="question">
    <p class="soft">${QUESTION_WORDS[kind]}</p>
    ${paragraphs(text)}
  </div>`;

/** Who the patient is, as bands, and what was found, happened before and was tried; what was not said is not shown. */
export function findings(clinical: ClinicalCase): Html {
  return card(
    { title: "Findings", id: "findings" },
    html`<dl class="facts">
      <dt>Patient</dt>
      <dd>${patientWords(clinical.patient)}</dd>
      ${fact("Findings", clinical.findings)} ${fact("History", clinical.history)}
      ${fact("Tried", clinical.tried)}
    </dl>`,
  );
}

const fact = (name: string, text: string | undefined): Html | "" =>
  text === undefined
    ? ""
    : html`<dt>${name}</dt>
        <dd>${paragraphs(text)}</dd>`;

/** What happened on which day, counted from the day the patient was seen (day 0); nothing where no course was given. */
export function course(events: readonly CourseEvent[] | undefined): Html | "" {
  if (events === undefined || events.length === 0) return "";
  const inOrder = [...events].sort((one, other) => one.day - other.day);
  return card(
    { title: "Course", id: "course", note: "Days are counted from the day the patient was seen." },
    html`<ol class="timeline">
      ${inOrder.map(
        ({ day, event }) =>
          html`<li${day === 0 ? html` class="now"` : ""}><b class="number">${dayWords(day)}</b><span class="said" dir="auto">${event}</span></li>`,
      )}
    </ol>`,
  );
}

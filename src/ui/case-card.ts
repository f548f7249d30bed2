import { html } from "hono/html";
import type { Audience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { audienceChip, chip, specialtyChip, urgencyChip } from "./chips.ts";
import { count, said } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { PersonView } from "./person.ts";
import { thumbnail } from "./photo.ts";
import type { PhotoView } from "./photo.ts";
import { when } from "./when.ts";
import { who } from "./who.ts";

/** A case as a list shows it. */
export interface CaseCardView {
  readonly url: string;
  readonly clinical: Pick<ClinicalCase, "title" | "question" | "urgency" | "specialties">;
  readonly audience: Audience;
  readonly author: PersonView;
  readonly publishedAt: Date;
  readonly photos: readonly PhotoView[];
  /** How many opinions the viewer would see or uncover. */
  readonly opinions: number;
  /** How the viewer stands to it; "none" for one who cannot answer. */
  readonly standing: "waiting" | "answered" | "yours" | "none";
  /** The diagnosis that leads, for one who has answered or looked; never given to others. */
  readonly leading?: string | undefined;
}

/** Image first, then the question; the whole card leads to the case, the chips to their streams. */
export function caseCard(view: CaseCardView, now: Date): Html {
  const [photo] = view.photos;
  return html`<article class="card case-card${photo === undefined ? html` without-photo` : ""}">
    ${photo === undefined ? "" : html`<div class="picture">${thumbnail(photo)}${view.photos.length > 1 ? html`<span class="photo-count">${icon("photo")}${view.photos.length}<span class="hidden-text"> images</span></span>` : ""}</div>`}
    <div class="case-card-text">
      <div class="row">
        ${standingChip(view)}${urgencyChip(view.clinical.urgency)}${view.clinical.specialties.map(specialtyChip)}${audienceChip(view.audience)}
      </div>
      <h2 dir="auto"><a href="${view.url}" class="whole-card">${view.clinical.title}</a></h2>
      <p class="said question-line" dir="auto">${view.clinical.question.text}</p>
      ${who(view.author, when(view.publishedAt, now))}
      <p class="soft">
        ${count(view.opinions, "opinion", "opinions")}${view.leading === undefined ? "" : html` · ${said(view.leading)} leads`}
      </p>
    </div>
  </article>`;
}

function standingChip({ standing }: CaseCardView): Html | "" {
  switch (standing) {
    case "waiting":
      return chip("Waiting for you", "waiting");
    case "answered":
      return chip("You answered", "good", "check");
    case "yours":
      return chip("Your case");
    case "none":
      return "";
  }
}

/** Cases in a list, or what to say where there are none. */
export const caseList = (views: readonly CaseCardView[], now: Date, empty: Html): Html =>
  views.length === 0
    ? empty
    : html`<ul class="stack case-list">
        ${views.map((view) => html`<li>${caseCard(view, now)}</li>`)}
      </ul>`;

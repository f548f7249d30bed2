import { html } from "hono/html";
import type { Audience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { audienceChip, specialtyChip, urgencyChip } from "#ui/chips.ts";
import { course, findings, question } from "#ui/findings.ts";
import { gallery } from "#ui/gallery.ts";
import type { Html } from "#ui/html.ts";
import type { PersonView } from "#ui/person.ts";
import type { PhotoView } from "#ui/photo.ts";
import { when } from "#ui/when.ts";
import { who } from "#ui/who.ts";

/** What is shown of a case, on its page and in the preview alike. */
export interface CaseParts {
  readonly clinical: ClinicalCase;
  readonly audience: Audience;
  readonly author: PersonView;
  readonly photos: readonly PhotoView[];
  readonly publishedAt: Date;
}

/** The case itself: image first, then the question, then what is known. */
export const caseParts = (parts: CaseParts, now: Date): Html =>
  html`<div class="stack tight">
      <div class="row">
        ${parts.clinical.specialties.map(specialtyChip)}${urgencyChip(parts.clinical.urgency)}${audienceChip(parts.audience)}
      </div>
      <h1 dir="auto">${parts.clinical.title}</h1>
      ${who(parts.author, when(parts.publishedAt, now))}
    </div>
    ${gallery(parts.photos)} ${question(parts.clinical.question)} ${findings(parts.clinical)}
    ${course(parts.clinical.course)}`;

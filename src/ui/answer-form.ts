import { html } from "hono/html";
import { MAX_DIAGNOSES, MAX_DIAGNOSIS_CHARACTERS, MAX_RANKS } from "#domain/diagnosis.ts";
import { MAX_NEXT_STEPS_CHARACTERS, MAX_REASONING_CHARACTERS } from "#domain/opinion.ts";
import type { Fault } from "#domain/refusal.ts";
import { type AsChoice, asField } from "./as-field.ts";
import { faultOf, fieldId } from "./errors.ts";
import { textArea, textField } from "./field.ts";
import type { Html } from "./html.ts";
import { identifierWatch, keepIdentifiers } from "./identifiers.ts";
import { tokenField } from "./token.ts";

/** A row of the ranking as it was sent, or empty. */
export interface AnswerRow {
  readonly text: string;
  /** "1" to "5", or what was sent instead. */
  readonly rank: string;
  /** "icd10cm:L92.0", or empty. */
  readonly code: string;
}

export interface AnswerFormOptions {
  /** Where the form is posted to. */
  readonly action: string;
  readonly csrf?: string | undefined;
  /** Whether the viewer has not seen the opinions of others: said on the form. */
  readonly blind: boolean;
  /** What was sent before, when something was wrong with it. */
  readonly values?: {
    readonly rows: readonly AnswerRow[];
    readonly confidence: string;
    readonly cantMiss: string;
    readonly nextSteps: string;
    readonly reasoning: string;
  };
  readonly faults?: readonly Fault[];
  /** Where diagnoses are looked up while somebody types, as `web/terms.ts` answers; absent for none. */
  readonly terms?: string | undefined;
  readonly as?: AsChoice | undefined;
}

/**
 * The form of an answer. Sends `diagnosis-1` to `diagnosis-10`, each with `rank-N` (1 to 5) and `code-N` ("system:code" or empty), and
 * `confidence`, `cant-miss`, `reasoning` and `next-steps` as `readOpinionDraft` of the domain reads them; equal ranks are a tie. A fault of
 * the ranking as a whole has the field `differential`. Works without scripts; the island `differential` turns the rows into a list that one orders.
 */
export function answerForm(options: AnswerFormOptions): Html {
  const { values, faults = [], terms } = options;
  return html`<form
    class="card stack wide answer-form"
    id="answer"
    method="post"
    action="${options.action}"
    novalidate
    aria-labelledby="answer-title"
  >
    <div class="stack tight">
      <h2 id="answer-title">Your answer</h2>
      <p class="soft">
        ${options.blind ? "You have not seen other opinions: yours will be marked as given blind." : "You have seen other opinions: yours will say so."}
      </p>
    </div>
    ${tokenField(options.csrf)} ${identifierWatch} ${ranking(values?.rows ?? [], faults, terms)}
    ${textField({ name: "confidence", label: "How sure are you of your first diagnosis?", hint: "0 is a guess, 100 is certain.", type: "number", inputmode: "numeric", min: 0, max: 100, short: true, required: true, faults, value: values?.confidence })}
    ${textArea({ name: "cant-miss", label: "What must not be missed?", hint: "Diagnoses to exclude even if they are unlikely, one on each line. They are shown apart and never averaged away.", optional: true, rows: 2, faults, value: values?.cantMiss })}
    ${textArea({ name: "reasoning", label: "Why?", hint: "What speaks for it, what against it.", optional: true, rows: 4, maxLength: MAX_REASONING_CHARACTERS, faults, value: values?.reasoning })}
    ${textArea({ name: "next-steps", label: "What would you do next?", hint: "A test, a treatment, a referral, or to watch.", optional: true, rows: 2, maxLength: MAX_NEXT_STEPS_CHARACTERS, faults, value: values?.nextSteps })}
    ${keepIdentifiers(faults)} ${asField(options.as)}
    <div class="stack tight">
      <p class="soft">
        Colleagues see your pseudonym, your verified profession and your institution. One answer for each
        case: you can add to it later, but the first one counts.
      </p>
      <p><button class="button">Give this answer</button></p>
    </div>
  </form>`;
}

function ranking(rows: readonly AnswerRow[], faults: readonly Fault[], terms: string | undefined): Html {
  const fault = faultOf(faults, "differential");
  return html`<consilium-differential
    data-ranks="${MAX_RANKS}"
    ${terms === undefined ? "" : html` data-terms="${terms}"`}
    ><fieldset
      class="field ranking${fault === undefined ? "" : " faulty"}"
      id="${fieldId("differential")}"
      tabindex="-1"
    >
      <legend>What is it?</legend>
      <p class="hint">
        Up to ${MAX_DIAGNOSES} diagnoses on up to ${MAX_RANKS} ranks, likeliest first. Give two the same rank
        if you cannot decide between them.
      </p>
      ${fault === undefined ? "" : html`<p class="fault"><span class="hidden-text">Error: </span>${fault}</p>`}
      <ol class="ranking-rows" data-part="rows">
        ${Array.from({ length: MAX_DIAGNOSES }, (_, index) => rankingRow(index + 1, rows[index], faults))}
      </ol>
    </fieldset></consilium-differential
  >`;
}

function rankingRow(number: number, row: AnswerRow | undefined, faults: readonly Fault[]): Html {
  const name = `diagnosis-${number}`;
  const fault = faultOf(faults, name);
  const rank = row?.rank ?? String(Math.min(number, MAX_RANKS));
  return html`<li${fault === undefined ? "" : html` class="faulty"`}>${fault === undefined ? "" : html`<p class="fault" id="${fieldId(name)}-fault"><span class="hidden-text">Error: </span>${fault}</p>`}
    <label class="hidden-text" for="${fieldId(name)}">Diagnosis ${number}</label>
    <input class="input" id="${fieldId(name)}" name="${name}" value="${row?.text ?? ""}" maxlength="${MAX_DIAGNOSIS_CHARACTERS}" autocomplete="off" dir="auto"${fault === undefined ? "" : html` aria-invalid="true" aria-describedby="${fieldId(name)}-fault"`}>
    <label class="hidden-text" for="${fieldId(`rank-${number}`)}">Rank of diagnosis ${number}</label>
    <select class="input short" id="${fieldId(`rank-${number}`)}" name="rank-${number}">${Array.from({ length: MAX_RANKS }, (_, index) => html`<option value="${index + 1}" ${String(index + 1) === rank ? html` selected` : ""}>rank ${index + 1}</option>`)}</select>
    <input type="hidden" name="code-${number}" value="${row?.code ?? ""}">
  </li>`;
}

import type { FormFields } from "#domain/case-draft.ts";
import { MAX_DIAGNOSES } from "#domain/diagnosis.ts";
import type { AnswerFormOptions } from "#ui/answer-form.ts";

/** What the answer form shows when it comes back: everything as it was sent. */
export function answerValues(fields: FormFields): NonNullable<AnswerFormOptions["values"]> {
  const one = (name: string): string => fields[name] ?? "";
  return {
    rows: Array.from({ length: MAX_DIAGNOSES }, (_, index) => ({
      text: one(`diagnosis-${index + 1}`),
      rank: one(`rank-${index + 1}`),
      code: one(`code-${index + 1}`),
    })),
    confidence: one("confidence"),
    cantMiss: one("cant-miss"),
    nextSteps: one("next-steps"),
    reasoning: one("reasoning"),
  };
}

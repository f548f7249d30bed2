import type { FormFields } from "./case-draft.ts";
import { checkDiagnoses, checkDifferential } from "./differential.ts";
import { MAX_NEXT_STEPS_CHARACTERS, MAX_REASONING_CHARACTERS, type Answer } from "./opinion.ts";
import { type RankedEntry, ranksFromForm } from "./ranking-form.ts";
import { type Checked, type Fault, invalidFields } from "./refusal.ts";
import { cleanProse } from "./text.ts";

/**
 * Reads the form that answers: `diagnosis-1` to `diagnosis-10`, each with `rank-N` (equal ranks are a tie) and `code-N`
 * ("system:code" or empty), `confidence` (0 to 100), `cant-miss` (one diagnosis a line), `next-steps`, `reasoning`. Hidden
 * characters are removed from texts and refused in a diagnosis.
 *
 * @throws Refusal with every fault at once, by the names above; of the ranking as a whole by `differential`
 */
export function readOpinionDraft(fields: FormFields): Answer {
  const one = (name: string): string => fields[name] ?? "";
  const faults: Fault[] = [];
  const found = <T>(checked: Checked<T>): T | undefined => {
    if (checked.ok) return checked.value;
    faults.push(...checked.faults);
    return undefined;
  };
  const text = (field: string, name: string, value: string, most: number): string | undefined => {
    const cleaned = cleanProse(value);
    if (cleaned.length > most)
      faults.push({ field, message: `Shorten ${name} to at most ${most} characters.` });
    return cleaned === "" ? undefined : cleaned;
  };
  const ranks = found(ranksFromForm(entriesOf(fields)));
  const differential = ranks && found(checkDifferential(ranks));
  const confidence = found(readConfidence(one("confidence")));
  const lines = one("cant-miss")
    .split(/\r\n?|\n/u)
    .filter((line) => line.trim() !== "");
  const cantMiss = found(
    checkDiagnoses(
      "cant-miss",
      lines.map((line) => ({ text: line, field: "cant-miss" })),
    ),
  );
  const nextSteps = text("next-steps", "the next steps", one("next-steps"), MAX_NEXT_STEPS_CHARACTERS);
  const reasoning = text("reasoning", "the reasoning", one("reasoning"), MAX_REASONING_CHARACTERS);
  if (faults.length > 0 || differential === undefined || confidence === undefined || cantMiss === undefined) {
    throw invalidFields(faults);
  }
  return {
    differential,
    confidence,
    cantMiss,
    ...(nextSteps !== undefined && { nextSteps }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

/** The rows in their order; also those beyond the form's own, so that none is dropped without a word. */
function entriesOf(fields: FormFields): RankedEntry[] {
  const rows = Object.keys(fields)
    .map((name) => /^diagnosis-([1-9]\d?)$/u.exec(name)?.[1])
    .filter((row) => row !== undefined)
    .sort((one, other) => Number(one) - Number(other));
  return rows.map((row) => {
    const field = `diagnosis-${row}`;
    const [system, ...code] = (fields[`code-${row}`] ?? "").trim().split(":");
    return {
      field,
      text: fields[field] ?? "",
      rank: fields[`rank-${row}`] ?? "",
      codings: system === undefined || system === "" ? [] : [{ system, code: code.join(":") }],
    };
  });
}

function readConfidence(text: string): Checked<number> {
  const value = /^\d{1,3}$/u.test(text.trim()) ? Number(text) : 101;
  if (value <= 100) return { ok: true, value };
  const message = "Say how sure you are of the first rank, as a whole number from 0 to 100.";
  return { ok: false, faults: [{ field: "confidence", message }] };
}

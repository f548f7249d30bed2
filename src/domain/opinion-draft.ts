import { checkDiagnoses, checkDifferential } from "./differential.ts";
import { MAX_NEXT_STEPS_CHARACTERS, MAX_REASONING_CHARACTERS, type OpinionBody } from "./opinion.ts";
import { type RankedEntry, ranksFromForm } from "./ranking-form.ts";
import { type Checked, type Fault, invalidFields } from "./refusal.ts";
import { cleanProse } from "./text.ts";

/** The answer form as it was sent, and what the institution knows about whoever sent it. */
export interface OpinionDraft {
  readonly entries: readonly RankedEntry[];
  /** 0 to 100, as the form sends it. */
  readonly confidence: string;
  /** One diagnosis a line. */
  readonly cantMiss: string;
  readonly nextSteps: string;
  readonly reasoning: string;
  /** Whether the author had seen no other opinion: for the institution to say, not for the form. */
  readonly blind: boolean;
}

/**
 * Reads the form that answers. Hidden characters are removed from the texts and refused in a diagnosis.
 *
 * @throws Refusal with every fault at once; its fields are `differential` (or the field that an entry names),
 *   `confidence`, `cant-miss`, `next-steps`, `reasoning`
 */
export function readOpinionDraft(draft: OpinionDraft): OpinionBody {
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
  const ranks = found(ranksFromForm(draft.entries));
  const differential = ranks && found(checkDifferential(ranks));
  const confidence = found(readConfidence(draft.confidence));
  const lines = draft.cantMiss.split(/\r\n?|\n/u).filter((line) => line.trim() !== "");
  const cantMiss = found(
    checkDiagnoses(
      "cant-miss",
      lines.map((line) => ({ text: line, field: "cant-miss" })),
    ),
  );
  const nextSteps = text("next-steps", "the next steps", draft.nextSteps, MAX_NEXT_STEPS_CHARACTERS);
  const reasoning = text("reasoning", "the reasoning", draft.reasoning, MAX_REASONING_CHARACTERS);
  if (faults.length > 0 || differential === undefined || confidence === undefined || cantMiss === undefined) {
    throw invalidFields(faults);
  }
  return {
    differential,
    confidence,
    cantMiss,
    ...(nextSteps !== undefined && { nextSteps }),
    ...(reasoning !== undefined && { reasoning }),
    blind: draft.blind,
  };
}

function readConfidence(text: string): Checked<number> {
  const value = /^\d{1,3}$/u.test(text.trim()) ? Number(text) : 101;
  if (value <= 100) return { ok: true, value };
  const message = "Say how sure you are of the first rank, as a whole number from 0 to 100.";
  return { ok: false, faults: [{ field: "confidence", message }] };
}

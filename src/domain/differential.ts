import {
  type Coding,
  codingKey,
  type Diagnosis,
  type Differential,
  isCode,
  isCodeSystem,
  MAX_CODINGS,
  MAX_DIAGNOSES,
  MAX_DIAGNOSIS_CHARACTERS,
  MAX_RANKS,
  type Rank,
} from "./diagnosis.ts";
import { foldText } from "./fold.ts";
import { type Checked, type Fault, invalidFields } from "./refusal.ts";
import { namesOneDiagnosis } from "./terms/term.ts";
import { foldSpace, hidesCharacters } from "./text.ts";

/** A diagnosis before it was read. Properties beyond these are kept. */
export interface DiagnosisInput {
  readonly text: string;
  readonly codings?: readonly Coding[] | undefined;
  /** Where it was written, for the fault that names it; otherwise `differential.RANK.PLACE`, counted from 0. */
  readonly field?: string | undefined;
}

/**
 * Reads a ranking of diagnoses, best rank first.
 *
 * @throws Refusal with a fault for each thing that is wrong: no diagnosis, more than ten, more than five ranks, an
 *   empty rank, a diagnosis named twice (equal folded text, or an equal code that names one diagnosis), a text that says nothing, is too long
 *   or hides control or bidirectional characters, a code that is not one.
 */
export function readDifferential(ranks: readonly (readonly DiagnosisInput[])[]): Differential {
  const checked = checkDifferential(ranks);
  if (!checked.ok) throw invalidFields(checked.faults);
  return checked.value;
}

/** As {@link readDifferential}, for whoever collects the faults of a whole form. */
export function checkDifferential(ranks: readonly (readonly DiagnosisInput[])[]): Checked<Differential> {
  const refuse = (message: string): Checked<Differential> => ({
    ok: false,
    faults: [{ field: "differential", message }],
  });
  const count = ranks.reduce((sum, rank) => sum + rank.length, 0);
  if (count === 0) return refuse("Name at least one diagnosis.");
  if (count > MAX_DIAGNOSES) return refuse(`Name at most ${MAX_DIAGNOSES} diagnoses; here are ${count}.`);
  if (ranks.length > MAX_RANKS) return refuse(`Use at most ${MAX_RANKS} ranks; here are ${ranks.length}.`);
  const faults: Fault[] = [];
  const read: Rank[] = [];
  const seen = new Seen();
  for (const [r, inputs] of ranks.entries()) {
    const [first, ...tied] = inputs.map((input, d) =>
      readDiagnosis(input, `differential.${r}.${d}`, seen, faults),
    );
    if (first !== undefined) read.push([first, ...tied]);
    else
      faults.push({ field: `differential.${r}`, message: `Rank ${r + 1} is empty: name a diagnosis there.` });
  }
  const [best, ...rest] = read;
  return faults.length === 0 && best !== undefined
    ? { ok: true, value: [best, ...rest] }
    : { ok: false, faults };
}

/**
 * Checks diagnoses without a ranking, such as those not to be missed: at most ten, none twice, each as in a
 * differential; faults name `FIELD.PLACE`, counted from 0.
 */
export function checkDiagnoses(
  field: string,
  inputs: readonly DiagnosisInput[],
): Checked<readonly Diagnosis[]> {
  if (inputs.length > MAX_DIAGNOSES) {
    const message = `Name at most ${MAX_DIAGNOSES} diagnoses not to be missed; here are ${inputs.length}.`;
    return { ok: false, faults: [{ field, message }] };
  }
  const faults: Fault[] = [];
  const seen = new Seen();
  const value = inputs.map((input, d) => readDiagnosis(input, `${field}.${d}`, seen, faults));
  return faults.length === 0 ? { ok: true, value } : { ok: false, faults };
}

/** The diagnoses read so far, by everything that makes two of them the same. */
class Seen {
  readonly #texts = new Map<string, string>();

  /** Remembers a diagnosis; the text of an earlier one that is the same, if there is one. */
  add(diagnosis: Diagnosis): string | undefined {
    const keys = sameness(diagnosis);
    const earlier = keys.map((key) => this.#texts.get(key)).find((text) => text !== undefined);
    for (const key of keys) this.#texts.set(key, diagnosis.text);
    return earlier;
  }
}

/** What makes two diagnoses the same: equal folded text, or an equal code of a system whose codes name one diagnosis. */
function sameness(diagnosis: Diagnosis): readonly string[] {
  const naming = diagnosis.codings.filter(({ system }) => namesOneDiagnosis(system));
  return [`text ${foldText(diagnosis.text)}`, ...naming.map(codingKey)];
}

function readDiagnosis(input: DiagnosisInput, place: string, seen: Seen, faults: Fault[]): Diagnosis {
  const { field = place, ...kept } = input;
  const diagnosis = { ...kept, text: foldSpace(input.text), codings: input.codings ?? [] };
  const fault = textFault(diagnosis.text) ?? codingFault(diagnosis.codings);
  if (fault !== undefined) {
    faults.push({ field, message: fault });
    return diagnosis;
  }
  const earlier = seen.add(diagnosis);
  if (earlier !== undefined) {
    const message = `“${diagnosis.text}” and “${earlier}” are the same diagnosis: name it once.`;
    faults.push({ field, message });
  }
  return diagnosis;
}

function textFault(text: string): string | undefined {
  if (text.length > MAX_DIAGNOSIS_CHARACTERS) {
    return `Write a diagnosis with at most ${MAX_DIAGNOSIS_CHARACTERS} characters; this one has ${text.length}.`;
  }
  if (hidesCharacters(text)) {
    return "A diagnosis holds invisible control or text-direction characters: type it by hand.";
  }
  return /[\p{L}\p{N}]/u.test(foldText(text)) ? undefined : "Write the diagnosis in words.";
}

function codingFault(codings: readonly Coding[]): string | undefined {
  if (codings.length > MAX_CODINGS) return `Give a diagnosis at most ${MAX_CODINGS} codes.`;
  const wrong = codings.find(({ system, code }) => !isCodeSystem(system) || !isCode(code));
  if (wrong === undefined) return undefined;
  return "A code needs a system such as icd10cm and a code such as L92.0, without spaces.";
}

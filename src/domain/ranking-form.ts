import type { DiagnosisInput } from "./differential.ts";
import type { Checked, Fault } from "./refusal.ts";

/** One row of the answer form that works without scripts: a diagnosis and the rank it is put on. */
export interface RankedEntry extends DiagnosisInput {
  /** A whole number from 1, as the form sends it or already read. */
  readonly rank: string | number;
}

/**
 * Groups the rows of the form into ranks for `checkDifferential`: lower numbers first, equal numbers tied in the order of
 * the rows, gaps closed, rows without a text left out.
 *
 * @returns a fault for each row that has a text and a rank that is not a whole number from 1 to 99
 */
export function ranksFromForm(entries: readonly RankedEntry[]): Checked<DiagnosisInput[][]> {
  const faults: Fault[] = [];
  const ranks = new Map<number, DiagnosisInput[]>();
  for (const [place, { rank, ...input }] of entries.entries()) {
    if (input.text.trim() === "") continue;
    const number = /^[1-9]\d?$/u.test(String(rank).trim()) ? Number(rank) : undefined;
    if (number === undefined) {
      const message = `Give “${input.text.trim().slice(0, 60)}” a rank: a whole number, 1 for the likeliest.`;
      faults.push({ field: input.field ?? `differential.${place}`, message });
      continue;
    }
    const tied = ranks.get(number);
    if (tied === undefined) ranks.set(number, [input]);
    else tied.push(input);
  }
  if (faults.length > 0) return { ok: false, faults };
  const inOrder = [...ranks].sort(([one], [other]) => one - other).map(([, tied]) => tied);
  return { ok: true, value: inOrder };
}

import type { Choice } from "./combobox.ts";

/**
 * Asks the server for diagnoses by what was typed so far.
 *
 * @throws AbortError when `signal` fires; TypeError where the server cannot be reached
 */
export async function findTerms(url: string, typed: string, signal: AbortSignal): Promise<readonly Choice[]> {
  if (typed.trim().length < 2) return [];
  const response = await fetch(`${url}?q=${encodeURIComponent(typed)}`, {
    headers: { accept: "application/json" },
    credentials: "same-origin",
    signal,
  });
  if (!response.ok) return [];
  const body: unknown = await response.json();
  return isTerms(body) ? body.terms.flatMap(choiceOf) : [];
}

const isTerms = (body: unknown): body is { readonly terms: readonly unknown[] } =>
  typeof body === "object" && body !== null && "terms" in body && Array.isArray(body.terms);

function choiceOf(term: unknown): readonly Choice[] {
  if (typeof term !== "object" || term === null || !("text" in term) || typeof term.text !== "string")
    return [];
  const code = "code" in term && typeof term.code === "string" ? term.code : "";
  const matched = "matched" in term && typeof term.matched === "string" ? term.matched : "";
  const isNear = "near" in term && term.near === true;
  return [{ text: term.text, code, note: noteOf(matched, isNear) }];
}

function noteOf(matched: string, isNear: boolean): string {
  if (isNear) return matched === "" ? "is it this?" : `${matched} – is it this?`;
  return matched;
}

import { type CaseId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";

/** Reads the id in a case's address. @throws Refusal not-found, as for a case that is absent */
export function caseIdOf(text: string): CaseId {
  const id = parseId<CaseId>(text);
  if (id === undefined) throw notFound("case");
  return id;
}

import { escapeHtml } from "#domain/plain-text.ts";
import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import { actorBase } from "./actor.ts";
import type { InstitutionActor, PublishedKeys } from "./document.ts";

export interface InstitutionFacts {
  readonly name: string;
  readonly keys: PublishedKeys;
}

/** The institution as an Application: it signs fetches, receipts and what is forwarded for others. */
export function institutionActor(origin: string, facts: InstitutionFacts): InstitutionActor {
  const base = actorBase(origin, INSTITUTION_HANDLE, facts.keys);
  return {
    ...base,
    type: "Application",
    name: facts.name,
    summary: `<p>${escapeHtml(facts.name)} verifies its own physicians; they consult here under pseudonyms.</p>`,
    streams: [`${base.id}/streams`],
  };
}

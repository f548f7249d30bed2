import { escapeHtml } from "#domain/plain-text.ts";
import type { Specialty } from "#domain/specialty.ts";
import { actorBase } from "./actor.ts";
import type { PublishedKeys, StreamActor } from "./document.ts";

export interface StreamFacts {
  readonly specialty: Specialty;
  readonly institution: string;
  readonly keys: PublishedKeys;
}

/** A specialty's stream as a Group (FEP-1b12): it announces the cases that are addressed to it. */
export const streamActor = (origin: string, facts: StreamFacts): StreamActor => ({
  ...actorBase(origin, facts.specialty.slug, facts.keys),
  type: "Group",
  name: `${facts.specialty.name} at ${facts.institution}`,
  summary: `<p>Cases in ${escapeHtml(facts.specialty.name.toLowerCase())} from the physicians of ${escapeHtml(facts.institution)}.</p>`,
  specialty: { slug: facts.specialty.slug, nucc: facts.specialty.nucc },
});

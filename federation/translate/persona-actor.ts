import type { Profession } from "#domain/attestation.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { actorBase } from "./actor.ts";
import type { PersonaActor, PropertyValue, PublishedKeys } from "./document.ts";
import { escapeHtml } from "./escape-html.ts";

export interface PersonaFacts {
  readonly handle: string;
  readonly pseudonym: string;
  /** HTML, sanitised. */
  readonly summary: string;
  readonly keys: PublishedKeys;
  /** What the institution verified, as far as the persona shows it. */
  readonly profession: Profession;
  readonly specialty: string | null;
  /** The institution that verified it. */
  readonly institution: string;
  /** The presentation that discloses the profession only; null after the attestation ran out. */
  readonly attestation: string | null;
}

/** A persona as a Person; its fields say in words what the attestation proves. */
export function personaActor(origin: string, facts: PersonaFacts): PersonaActor {
  return {
    ...actorBase(origin, facts.handle, facts.keys),
    type: "Person",
    name: facts.pseudonym,
    summary: facts.summary,
    attachment: fields(origin, facts),
    ...(facts.attestation === null ? {} : { attestation: facts.attestation }),
  };
}

function fields(origin: string, facts: PersonaFacts): PropertyValue[] {
  const specialty = facts.specialty === null ? undefined : specialtyOf(facts.specialty);
  return [
    field("Profession", facts.profession.charAt(0).toUpperCase() + facts.profession.slice(1)),
    ...(specialty === undefined ? [] : [field("Specialty", escapeHtml(specialty.name))]),
    field(
      "Verified by",
      `<a href="${escapeHtml(origin)}" rel="nofollow noopener">${escapeHtml(facts.institution)}</a>`,
    ),
  ];
}

const field = (name: string, value: string): PropertyValue => ({ type: "PropertyValue", name, value });

import { escapeHtml } from "#domain/plain-text.ts";
import { PROFESSIONS } from "#domain/attestation.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { PROFESSION_WORDS } from "#domain/words.ts";
import { actorBase } from "./actor.ts";
import type { PersonaActor, PropertyValue, PublishedKeys } from "./document.ts";

export interface PersonaFacts {
  readonly handle: string;
  readonly pseudonym: string;
  /** HTML, sanitised. */
  readonly summary: string;
  readonly keys: PublishedKeys;
  /** What the institution verified, as the persona shows it; null after it ran out. */
  readonly verified: { readonly profession: string; readonly specialty?: string } | null;
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
  const { verified } = facts;
  if (verified === null) return [];
  const profession = PROFESSIONS.find((one) => one === verified.profession);
  const specialty = verified.specialty === undefined ? undefined : specialtyOf(verified.specialty);
  return [
    ...(profession === undefined ? [] : [field("Profession", capitalised(PROFESSION_WORDS[profession]))]),
    ...(specialty === undefined ? [] : [field("Specialty", escapeHtml(specialty.name))]),
    field(
      "Verified by",
      `<a href="${escapeHtml(origin)}" rel="nofollow noopener">${escapeHtml(facts.institution)}</a>`,
    ),
  ];
}

const field = (name: string, value: string): PropertyValue => ({ type: "PropertyValue", name, value });

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

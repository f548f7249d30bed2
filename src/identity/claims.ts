import { PROFESSIONS } from "#domain/attestation.ts";
import type { Profession } from "#domain/attestation.ts";
import { specialtyOf } from "#domain/specialty.ts";

/** The claims of an attestation that its holder discloses one by one; an OpenID Provider names them the same. */
export const DISCLOSABLE = ["profession", "specialty", "grade", "country"] as const;
export type Disclosable = (typeof DISCLOSABLE)[number];

/** `Verified` as far as somebody said it: the profession may be missing here. */
export interface ReadClaims {
  readonly profession?: Profession;
  readonly specialty?: string;
  readonly grade?: string;
  readonly country?: string;
}

const MAX_GRADE_CHARACTERS = 60;
// What a page cannot show as one plain line: control and format characters, bidirectional overrides among them.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Reads the four claims from an outsider's JSON. What is not understood is left out, never an error: an unknown
 * profession or specialty slug, a grade that is long or unprintable, a country that is not two capital letters
 * (ISO 3166-1 alpha-2).
 */
export function readClaims(claims: Readonly<Record<string, unknown>>): ReadClaims {
  const { specialty, grade, country } = claims;
  const profession = PROFESSIONS.find((known) => known === claims["profession"]);
  return {
    ...(profession !== undefined && { profession }),
    ...(typeof specialty === "string" && specialtyOf(specialty) !== undefined && { specialty }),
    ...(typeof grade === "string" && isGrade(grade) && { grade }),
    ...(typeof country === "string" && /^[A-Z]{2}$/u.test(country) && { country }),
  };
}

const isGrade = (text: string): boolean =>
  text.trim() !== "" && text.length <= MAX_GRADE_CHARACTERS && !UNPRINTABLE.test(text);

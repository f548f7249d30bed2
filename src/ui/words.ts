import type { Verified } from "#domain/attestation.ts";
import type { Audience } from "#domain/audience.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { PROFESSION_WORDS } from "#domain/words.ts";

/** What choosing an audience means, for the one who chooses. */
export const AUDIENCE_MEANS: Readonly<Record<Audience, string>> = {
  institution: "Nothing leaves the house. Only verified colleagues here see the case.",
  network: "Verified colleagues at the institutions that ours trusts. Others cannot find it.",
  public:
    "Anyone on the web and on any fediverse server, patients and journalists too. Copies cannot be called back.",
};

/** "physician, dermatology, Norway": what an institution verified, never who. */
export function verifiedWords(verified: Verified): string {
  const parts = [PROFESSION_WORDS[verified.profession]];
  if (verified.specialty !== undefined) parts.push(specialtyWords(verified.specialty).toLowerCase());
  if (verified.grade !== undefined) parts.push(verified.grade);
  if (verified.country !== undefined) parts.push(countryWords(verified.country));
  return parts.join(", ");
}

/** The name of a specialty; a slug from elsewhere that we do not know stays as it came. */
export const specialtyWords = (slug: string): string => specialtyOf(slug)?.name ?? slug;

const countries = new Intl.DisplayNames("en", { type: "region" });

/** The English name of a country; what is no ISO 3166-1 code stays as it came. */
const countryWords = (code: string): string =>
  /^[A-Z]{2}$/u.test(code) ? (countries.of(code) ?? code) : code;

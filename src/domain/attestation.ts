export const PROFESSIONS = ["physician", "resident", "student", "nurse", "pharmacist"] as const;
export type Profession = (typeof PROFESSIONS)[number];

const PHYSICIANS: readonly Profession[] = ["physician", "resident"];

/** Whose questions and opinions Consilium is for, and whose opinions count: physicians, also those still in specialty training. */
export const isPhysician = (profession: Profession): boolean => PHYSICIANS.includes(profession);

/** What an institution verified about a person, once; never who. */
export interface Verified {
  readonly profession: Profession;
  /** Specialty slug, see domain/specialty.ts. */
  readonly specialty?: string | undefined;
  readonly grade?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
}

/** The type of the credential (SD-JWT VC `vct`). */
export const ATTESTATION_TYPE = "https://w3id.org/consilium/attestation";

/** At most seven days, so that a lapse ends by itself; see privacy-and-security.md. */
export const ATTESTATION_DAYS = 7;

/** Places in a status list. Every list has as many, used or not, so its size does not tell how many physicians there are. */
export const STATUS_LIST_SIZE = 131_072;

/** A status list is good for a quarter of an hour at most: so soon does a revocation reach everybody. */
export const MAX_STATUS_LIST_SECONDS = 900;

/** What a person may do here; one person may hold several. */
export const ROLES = ["physician", "administrator", "registrar", "custodian"] as const;
export type Role = (typeof ROLES)[number];

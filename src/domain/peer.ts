/** What this institution thinks of another one. */
export const TRUSTS = ["unknown", "trusted", "limited", "blocked"] as const;
export type Trust = (typeof TRUSTS)[number];

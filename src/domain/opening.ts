import type { AccountId } from "./ids.ts";

/** Why an identity may be opened at all, and how it is said; counted in public by year. */
export const OPENING_REASONS = {
  "patient-safety": "A patient is in danger",
  misconduct: "Grave misconduct",
  impersonation: "A colleague is impersonated",
  "court-order": "A court has ordered it",
} as const;
export type OpeningReason = keyof typeof OPENING_REASONS;

export const readOpeningReason = (code: string): OpeningReason | undefined =>
  isReason(code) ? code : undefined;

const isReason = (code: string): code is OpeningReason => Object.hasOwn(OPENING_REASONS, code);

/** The persona is told so long after its identity was opened: an inquiry must not be warned, and nobody is left in the dark. */
export const OPENING_NOTICE_DAYS = 30;

/** How far a request has come. */
export interface OpeningFacts {
  readonly requestedBy: AccountId;
  readonly firstApprovedBy: AccountId | null;
  readonly secondApprovedBy: AccountId | null;
  readonly approvedAt: Date | null;
}

/** What keeps a custodian from approving; `undefined` where nothing does. */
export function whyNotApprove(
  opening: OpeningFacts,
  custodian: AccountId,
  isAboutThem: boolean,
): string | undefined {
  if (opening.approvedAt !== null) return "Both custodians have approved this already.";
  if (opening.requestedBy === custodian) return "Whoever asks for an opening does not approve it.";
  if (opening.firstApprovedBy === custodian) return "You have approved this; now the other custodian has to.";
  if (isAboutThem) return "Nobody approves an opening that is about themselves.";
  return undefined;
}

/** From when on the custodians can take the seal; `undefined` while an approval is missing. */
export const openFrom = ({ approvedAt }: OpeningFacts, delayHours: number): Date | undefined =>
  approvedAt === null ? undefined : new Date(approvedAt.getTime() + delayHours * 3_600_000);

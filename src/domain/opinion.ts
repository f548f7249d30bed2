import type { Differential, Diagnosis } from "./diagnosis.ts";
import type { ActorId, CaseId, OpinionId } from "./ids.ts";

/** What a physician answers, as clinical-schema.md has it. */
export interface OpinionBody {
  readonly differential: Differential;
  /** 0 to 100, a whole number: how sure the author is of the first rank. */
  readonly confidence: number;
  /** Diagnoses to exclude, apart from the ranking; never hidden by aggregation. */
  readonly cantMiss: readonly Diagnosis[];
  readonly nextSteps?: string | undefined;
  readonly reasoning?: string | undefined;
  /** Whether the author had seen no other opinion when this one was given. */
  readonly blind: boolean;
}

/** What a physician fills in; whether it was given blind is for the institution to say. */
export type Answer = Omit<OpinionBody, "blind">;

/** Why an opinion counts, or why it is only a comment; the reason is shown in words. */
export type Admission =
  | { readonly kind: "admitted" }
  | { readonly kind: "comment"; readonly reason: CommentReason };

export const COMMENT_REASONS = [
  "no-attestation",
  "unknown-peer",
  "issuer-is-not-the-authors-host",
  "bad-signature",
  "other-persona",
  "other-key",
  "other-audience",
  "expired",
  "revoked",
  "status-unknown",
  "not-a-physician",
  "student",
  "unreachable-issuer",
  "no-proof",
  "own-case",
  "not-first",
] as const;
export type CommentReason = (typeof COMMENT_REASONS)[number];

export interface Opinion {
  readonly id: OpinionId;
  readonly uri: string;
  readonly caseId: CaseId;
  readonly author: ActorId;
  readonly body: OpinionBody;
  readonly admission: Admission;
  readonly publishedAt: Date;
}

export const MAX_NEXT_STEPS_CHARACTERS = 5000;
export const MAX_REASONING_CHARACTERS = 5000;

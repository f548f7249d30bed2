import type { AccountId } from "./ids.ts";

/** Who did something, as the record names them: never a persona beside an account. */
export type AuditAgent =
  /** Somebody who is signed in here. */
  | { readonly kind: "account"; readonly id: AccountId }
  /** Whoever runs commands on the server. */
  | { readonly kind: "operator" }
  /** Another institution, by the host of the actor that signed. */
  | { readonly kind: "peer"; readonly host: string }
  /** The instance itself: what the clock starts. */
  | { readonly kind: "system" };

/** What is recorded, and in words what it means; a name stays what it is for ever, since entries hold it. */
export const AUDIT_WORDS = {
  "account.verified": "A physician was verified and has an account",
  "account.invited": "A one-time link was made",
  "account.joined": "A one-time link was used",
  "account.suspended": "An account was suspended",
  "account.reinstated": "An account was reinstated",
  "application.approved": "An applicant was verified",
  "application.read": "An application was looked at",
  "application.refused": "An applicant was refused",
  "attestation.revoked": "An attestation was revoked",
  "attestation.restored": "An attestation was restored",
  "case.read": "A case that is not public was read",
  "case.unlisted": "A case was taken out of the streams of this institution",
  "case.withdrawn": "A case was withdrawn by somebody else than its author",
  "issuer-key.rotated": "A new attestation key was made",
  "opening.requested": "An opening of a sealed identity was asked for",
  "opening.approved": "A custodian approved an opening",
  "opening.released": "A custodian took a seal to open it",
  "peer.trust": "The trust in an institution was changed",
} as const;
export type AuditAction = keyof typeof AUDIT_WORDS;

/** Something that was done. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly agent: AuditAgent;
  /** What it was done to: `Case/018f…`, `Persona/quiet-heron`, `Peer/cases.hospital.example`. */
  readonly object: string;
  /** What else has to be known later, such as a reason. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** An entry of the record: its place, its time, and the hash of the entry before it. */
export interface AuditEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly at: Date;
  readonly action: string;
  readonly agent: AuditAgent;
  readonly object: string;
  readonly detail: Readonly<Record<string, string>>;
  /** 64 zeros before the first. */
  readonly previous: string;
  /** SHA-256 over all of the above, in hexadecimal. */
  readonly hash: string;
}

export const FIRST_PREVIOUS = "0".repeat(64);

/** Something that is wrong with the record, and where. */
export interface AuditFault {
  readonly sequence: number;
  readonly kind: "changed" | "missing" | "reordered" | "cut-off";
  readonly message: string;
}

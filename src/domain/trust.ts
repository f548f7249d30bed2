import { isPhysician, type Verified } from "./attestation.ts";
import type { Admission, CommentReason } from "./opinion.ts";
import type { Trust } from "./peer.ts";

declare const admitted: unique symbol;

/** What counts in a pool: made by {@link admit} and {@link admitStudent} only; a pool accepts nothing weaker. */
export type Admitted<T> = T & { readonly [admitted]: true };

/** What checking the attestation that came with an opinion found. */
export type AttestationVerdict =
  | { readonly ok: true; readonly verified: Pick<Verified, "profession"> }
  | { readonly ok: false; readonly reason: CommentReason };

/** What is known about an opinion when it arrives. */
export interface OpinionFacts {
  readonly author: "local" | "remote";
  /** What this institution thinks of the author's; of no weight for a local author. */
  readonly trust: Trust;
  /** Of the attestation in force when the opinion was given; absent where there was none. */
  readonly attestation?: AttestationVerdict | undefined;
  /** For a remote author: an HTTP signature by the author's own key, or a valid proof of theirs. */
  readonly signedByAuthor: boolean;
  readonly isCaseAuthor: boolean;
  readonly isFirstOfAuthor: boolean;
}

/**
 * Decides whether an opinion counts or is only a comment. It counts when the author's own signature is on it, a trusted
 * institution attests the author as a physician, the case is somebody else's, and it is the author's first answer. The
 * author of a case does not count on it: their own differential belongs to the case, and would count twice.
 *
 * Of several reasons the one that lies deepest is given: who says it, who vouches, for whom, and only then which answer.
 */
export function admitOpinion(facts: OpinionFacts): Admission {
  const reason = commentReason(facts);
  return reason === undefined ? { kind: "admitted" } : { kind: "comment", reason };
}

function commentReason(facts: OpinionFacts): CommentReason | undefined {
  if (facts.author === "remote") {
    if (!facts.signedByAuthor) return "no-proof";
    if (facts.trust !== "trusted") return "unknown-peer";
  }
  if (facts.attestation === undefined) return "no-attestation";
  if (!facts.attestation.ok) return facts.attestation.reason;
  const { profession } = facts.attestation.verified;
  if (!isPhysician(profession) && profession !== "student") return "not-a-physician";
  if (facts.isCaseAuthor) return "own-case";
  if (!facts.isFirstOfAuthor) return "not-first";
  return profession === "student" ? "student" : undefined;
}

/** The same opinion as one that counts; `undefined` where its admission says that it is a comment. */
export function admit<T extends { readonly admission: Admission }>(opinion: T): Admitted<T> | undefined {
  return isAdmitted(opinion) ? opinion : undefined;
}

/** The same opinion as one that counts among students, whose pool is their own; `undefined` where it is no such one. */
export function admitStudent<T extends { readonly admission: Admission }>(
  opinion: T,
): Admitted<T> | undefined {
  return isOfStudent(opinion) ? opinion : undefined;
}

const isOfStudent = <T extends { readonly admission: Admission }>(opinion: T): opinion is Admitted<T> =>
  opinion.admission.kind === "comment" && opinion.admission.reason === "student";

const isAdmitted = <T extends { readonly admission: Admission }>(opinion: T): opinion is Admitted<T> =>
  opinion.admission.kind === "admitted";

/** Why an opinion does not count, for whoever reads it: the end of the sentence "Not counted: …". */
export function reasonInWords(reason: CommentReason): string {
  return REASONS[reason];
}

const REASONS: Readonly<Record<CommentReason, string>> = {
  "no-attestation": "no institution vouches for the author as a physician.",
  "unknown-peer": "the author's institution is not one that this institution trusts.",
  "issuer-is-not-the-authors-host": "the attestation is from another institution than the author's own.",
  "bad-signature": "the signature on the author's attestation is not valid.",
  "other-persona": "the attestation was made out to another persona.",
  "other-key": "the opinion was signed with a key that the attestation does not name.",
  "other-audience": "the author's attestation was made out for the eyes of others only.",
  expired: "the author's attestation had run out when the opinion was given.",
  revoked: "the author's institution had revoked its attestation when the opinion was given.",
  "status-unknown": "it could not be checked whether the author's attestation was revoked.",
  "not-a-physician": "the author is verified, but not as a physician.",
  "unreachable-issuer": "the author's institution could not be reached to check the attestation.",
  student: "students are pooled apart from physicians.",
  "no-proof": "nothing proves that the author wrote it.",
  "own-case": "the author of a case does not count among those who answer it.",
  "not-first": "the author had answered before, and the first answer is the one that counts.",
};

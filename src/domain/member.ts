import type { Verified } from "./attestation.ts";
import type { AccountId, ActorId } from "./ids.ts";
import type { Role } from "./role.ts";

/** The persona that a physician acts under. */
export interface ActingPersona {
  readonly actorId: ActorId;
  /** The actor's ActivityPub id. */
  readonly uri: string;
  readonly handle: string;
  readonly pseudonym: string;
}

/** Somebody who is signed in. */
export interface Member {
  readonly accountId: AccountId;
  readonly roles: readonly Role[];
  /** What the institution verified; absent for staff who are no physicians. */
  readonly verified: Verified | undefined;
  /** Why the institution lets them act under no persona; absent where it does. */
  readonly barredFor: string | undefined;
  /** Absent until a pseudonym is picked. */
  readonly persona: ActingPersona | undefined;
}

/** A member who may ask and answer: a verified physician with a persona. */
export interface Physician extends Member {
  readonly verified: Verified;
  readonly persona: ActingPersona;
}

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
  /** The one they act under now; absent until a pseudonym is picked. */
  readonly persona: ActingPersona | undefined;
  /** All of theirs, the standing one first. Known to nobody but them. */
  readonly personas: readonly ActingPersona[];
}

/** A physician has one standing persona and may add others, for a circle or a single case. */
export const MAX_PERSONAS = 5;

/** Whether an actor is one of this member's personas. */
export const isOwnPersona = (member: Pick<Member, "personas">, actorId: ActorId): boolean =>
  member.personas.some((persona) => persona.actorId === actorId);

/** A member who may ask and answer: a verified physician with a persona. */
export interface Physician extends Member {
  readonly verified: Verified;
  readonly persona: ActingPersona;
}

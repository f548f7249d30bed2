import { isPhysician } from "#domain/attestation.ts";
import type { Member, Physician } from "#domain/member.ts";
import { forbidden, unauthenticated } from "#domain/refusal.ts";

/**
 * Narrows a member to one who may ask and answer.
 *
 * @throws Refusal unauthenticated, or forbidden with what is missing
 */
export function requirePhysician(member: Member | undefined): Physician {
  if (member === undefined) throw unauthenticated();
  const { verified, persona } = member;
  if (verified === undefined || !isPhysician(verified.profession)) {
    throw forbidden("Only physicians whom this institution has verified may do this.");
  }
  if (persona === undefined) throw forbidden("Pick a pseudonym first: colleagues see nothing else of you.");
  return { ...member, verified, persona };
}

/** @throws Refusal unauthenticated, or forbidden for who is no administrator */
export function requireAdministrator(member: Member | undefined): Member {
  if (member === undefined) throw unauthenticated();
  if (!member.roles.includes("administrator"))
    throw forbidden("Only administrators of this institution may do this.");
  return member;
}

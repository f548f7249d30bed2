import { isPhysician } from "#domain/attestation.ts";
import type { Member, Physician } from "#domain/member.ts";
import { forbidden, invalid, unauthenticated } from "#domain/refusal.ts";

/**
 * Narrows a member to one who may ask and answer.
 *
 * @param as the handle of the persona chosen for this act; the one of the session where empty
 * @throws Refusal unauthenticated, or forbidden with what is missing; invalid where the persona is none of theirs
 */
export function requirePhysician(member: Member | undefined, as = ""): Physician {
  if (member === undefined) throw unauthenticated();
  const { verified, persona, barredFor } = member;
  if (barredFor !== undefined) {
    throw forbidden(
      `Your institution has revoked what it said of you: ${barredFor} Until it vouches for you again you can read, and not take part.`,
    );
  }
  if (verified === undefined || !isPhysician(verified.profession)) {
    throw forbidden("Only physicians whom this institution has verified may do this.");
  }
  if (persona === undefined) throw forbidden("Pick a pseudonym first: colleagues see nothing else of you.");
  const chosen = as === "" ? persona : member.personas.find(({ handle }) => handle === as);
  if (chosen === undefined) throw invalid("as", "Choose one of your own pseudonyms.");
  return { ...member, verified, persona: chosen };
}

/** @throws Refusal unauthenticated, or forbidden for who is no registrar */
export function requireRegistrar(member: Member | undefined): Member {
  if (member === undefined) throw unauthenticated();
  if (!member.roles.includes("registrar"))
    throw forbidden("Only registrars of this institution may do this.");
  return member;
}

/** @throws Refusal unauthenticated, or forbidden for who is no custodian */
export function requireCustodian(member: Member | undefined): Member {
  if (member === undefined) throw unauthenticated();
  if (!member.roles.includes("custodian"))
    throw forbidden("Only the custodians of this institution may do this.");
  return member;
}

/** @throws Refusal unauthenticated, or forbidden for who is no administrator */
export function requireAdministrator(member: Member | undefined): Member {
  if (member === undefined) throw unauthenticated();
  if (!member.roles.includes("administrator"))
    throw forbidden("Only administrators of this institution may do this.");
  return member;
}

import type { Member } from "#domain/member.ts";
import { setSessionPersona } from "#store/accounts.ts";
import type { Instance } from "#instance";
import { requirePhysician } from "./require-physician.ts";
import { hashToken } from "./session-token.ts";

/**
 * Chooses the persona that a physician acts under for the rest of a session; other sessions are not changed.
 *
 * @throws Refusal as requirePhysician does
 */
export async function actAs(
  instance: Instance,
  member: Member | undefined,
  session: string,
  handle: string,
): Promise<void> {
  const { persona } = requirePhysician(member, handle);
  await setSessionPersona(instance.db, hashToken(session), persona.actorId);
}

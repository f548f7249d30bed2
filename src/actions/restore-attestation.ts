import type { Member } from "#domain/member.ts";
import { conflict, notFound } from "#domain/refusal.ts";
import { barPhysicianOf, findLocalPersona, updateAttestation } from "#store/personas.ts";
import type { Instance } from "#instance";
import { attest } from "./attest.ts";
import { recordAudit } from "./record-audit.ts";
import { requireAdministrator } from "./require-physician.ts";

/**
 * Vouches for a persona again whose attestation was revoked: a new attestation in a new place of the status list. What
 * was revoked stays revoked.
 *
 * @throws Refusal unauthenticated or forbidden for who is no administrator; conflict where nothing was revoked or nothing
 *   is known of the physician any more; not-found
 */
export async function restoreAttestation(
  instance: Instance,
  member: Member | undefined,
  handle: string,
): Promise<void> {
  const { accountId } = requireAdministrator(member);
  const persona = await findLocalPersona(instance.db, handle);
  if (persona === undefined) throw notFound("persona");
  if (!persona.isRevoked) throw conflict("The attestation of this persona is not revoked.");
  if (persona.verified === undefined) {
    throw conflict("This institution has nothing verified about them any more: they have to sign in first.");
  }
  const attestation = await attest(instance, persona, persona.verified);
  await instance.db.transaction(async (tx) => {
    await updateAttestation(tx, persona.actorId, attestation);
    await barPhysicianOf(tx, persona.actorId, null);
    await recordAudit(instance, tx, {
      action: "attestation.restored",
      agent: { kind: "account", id: accountId },
      object: `Persona/${persona.handle}`,
    });
  });
}

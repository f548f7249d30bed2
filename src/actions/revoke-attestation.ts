import type { Member } from "#domain/member.ts";
import { invalid } from "#domain/refusal.ts";
import { readReason } from "#domain/reason.ts";
import { revokeStatus } from "#store/attestation-statuses.ts";
import { barPhysicianOf, findLocalPersona, withdrawAttestation } from "#store/personas.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireAdministrator } from "./require-physician.ts";

/**
 * Revokes a persona's attestation for cause, at once: other institutions learn of it with the next status list, within a
 * quarter of an hour. What was signed before stays valid, labelled so.
 *
 * The physician may act under none of their personas any more. The others are not revoked with it, since whoever compares
 * status lists would see that they are one person: their attestations are not renewed and run out each at its own time.
 *
 * @param wanted.handle with or without the @ and the host
 * @throws Refusal unauthenticated or forbidden for who is no administrator; invalid naming the field
 */
export async function revokeAttestation(
  instance: Instance,
  member: Member | undefined,
  wanted: { readonly handle: string; readonly reason: string },
): Promise<void> {
  const { accountId } = requireAdministrator(member);
  const reason = readReason(wanted.reason);
  const persona = await findLocalPersona(instance.db, wanted.handle);
  if (persona === undefined) throw invalid("persona", "There is no such persona at this institution.");
  const now = instance.clock();
  await instance.db.transaction(async (tx) => {
    if (!(await revokeStatus(tx, persona.actorId, now, reason))) {
      throw invalid("persona", "The attestation of this persona is revoked already.");
    }
    await withdrawAttestation(tx, persona.actorId, now);
    await barPhysicianOf(tx, persona.actorId, reason);
    await recordAudit(instance, tx, {
      action: "attestation.revoked",
      agent: { kind: "account", id: accountId },
      object: `Persona/${persona.handle}`,
      detail: { reason },
    });
  });
}

import type { OpeningId } from "#domain/ids.ts";
import { isOwnPersona, type Member } from "#domain/member.ts";
import { openFrom } from "#domain/opening.ts";
import { conflict, notFound } from "#domain/refusal.ts";
import { findSeal, lockOpening, updateOpening } from "#store/openings.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireCustodian } from "./require-physician.ts";

/**
 * Hands the seal to a custodian once both have approved and the delay is over. What is in it this server cannot read: the
 * custodians open it on their own machines, one layer each. Counts as an opening from the first time on.
 *
 * @throws Refusal unauthenticated or forbidden for who is no custodian; not-found; conflict where it is not time yet
 */
export async function releaseSeal(
  instance: Instance,
  member: Member | undefined,
  id: OpeningId,
): Promise<{ readonly handle: string; readonly seal: string }> {
  const custodian = requireCustodian(member);
  return instance.db.transaction(async (tx) => {
    const opening = await lockOpening(tx, id);
    const seal = opening && (await findSeal(tx, opening.actorId));
    if (opening === undefined || seal === undefined) throw notFound("seal");
    const now = instance.clock();
    const from = openFrom(opening, instance.config.openingDelayHours);
    if (from === undefined) throw conflict("Both custodians have to approve this first.");
    if (now < from)
      throw conflict(
        `The seal can be taken from ${from.toISOString().slice(0, 16).replace("T", " ")} UTC on.`,
      );
    if (isOwnPersona(custodian, opening.actorId)) throw conflict("Nobody opens what is about themselves.");
    if (opening.releasedAt === null) await updateOpening(tx, id, { releasedAt: now });
    await recordAudit(instance, tx, {
      action: "opening.released",
      agent: { kind: "account", id: custodian.accountId },
      object: `Persona/${opening.handle}`,
    });
    return { handle: opening.handle, seal };
  });
}

import type { OpeningId } from "#domain/ids.ts";
import { isOwnPersona, type Member } from "#domain/member.ts";
import { whyNotApprove } from "#domain/opening.ts";
import { conflict, notFound } from "#domain/refusal.ts";
import { lockOpening, updateOpening } from "#store/openings.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireCustodian } from "./require-physician.ts";

/**
 * Gives one custodian's approval of an opening. With the second the delay begins.
 *
 * @throws Refusal unauthenticated or forbidden for who is no custodian; not-found; conflict, saying why they cannot approve it
 */
export async function approveOpening(
  instance: Instance,
  member: Member | undefined,
  id: OpeningId,
): Promise<void> {
  const custodian = requireCustodian(member);
  await instance.db.transaction(async (tx) => {
    const opening = await lockOpening(tx, id);
    if (opening === undefined) throw notFound("request");
    const why = whyNotApprove(opening, custodian.accountId, isOwnPersona(custodian, opening.actorId));
    if (why !== undefined) throw conflict(why);
    await updateOpening(
      tx,
      id,
      opening.firstApprovedBy === null
        ? { firstApprovedBy: custodian.accountId }
        : { secondApprovedBy: custodian.accountId, approvedAt: instance.clock() },
    );
    await recordAudit(instance, tx, {
      action: "opening.approved",
      agent: { kind: "account", id: custodian.accountId },
      object: `Persona/${opening.handle}`,
    });
  });
}

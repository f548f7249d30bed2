import type { ApplicationId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { readReason } from "#domain/reason.ts";
import { notFound } from "#domain/refusal.ts";
import { decideApplication, lockWaiting } from "#store/applications.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireRegistrar } from "./require-physician.ts";

/**
 * Refuses an applicant, who reads the reason at their own link. Name, number and proof are gone with it.
 *
 * @throws Refusal unauthenticated or forbidden for who is no registrar; invalid where no reason is given; not-found
 */
export async function refuseApplication(
  instance: Instance,
  member: Member | undefined,
  id: ApplicationId,
  why: string,
): Promise<void> {
  const { accountId } = requireRegistrar(member);
  const refusedFor = readReason(why);
  await instance.db.transaction(async (tx) => {
    if ((await lockWaiting(tx, id)) === undefined) throw notFound("application");
    await decideApplication(tx, id, { state: "refused", refusedFor, decidedAt: instance.clock() });
    await recordAudit(instance, tx, {
      action: "application.refused",
      agent: { kind: "account", id: accountId },
      object: `Application/${id}`,
      detail: { reason: refusedFor },
    });
  });
  await instance.applicationKeys.destroy(id);
}

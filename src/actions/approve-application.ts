import type { ApplicationId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { conflict } from "#domain/refusal.ts";
import { sealIdentity } from "#identity/seal.ts";
import { subjectHash } from "#identity/secrets.ts";
import { findAccountBySubject, insertInvitation } from "#store/accounts.ts";
import { decideApplication } from "#store/applications.ts";
import type { Instance } from "#instance";
import { readApplicationRow } from "./open-application.ts";
import { recordAudit } from "./record-audit.ts";
import { requireRegistrar } from "./require-physician.ts";

const LINK_DAYS = 14;

/**
 * Verifies an applicant: their own link becomes a one-time link to an account. Name, number and proof are gone with it; what
 * is kept is a keyed hash of the number, so that nobody is verified twice, and the seal where there are custodians.
 *
 * @throws Refusal unauthenticated or forbidden for who is no registrar; not-found where it is decided; conflict where the number
 *   is an account's already, the registrar's own among them
 */
export async function approveApplication(
  instance: Instance,
  member: Member | undefined,
  id: ApplicationId,
): Promise<void> {
  const { accountId } = requireRegistrar(member);
  const now = instance.clock();
  await instance.db.transaction(async (tx) => {
    const { row, details } = await readApplicationRow(instance, tx, id);
    const { register, number } = details.licence;
    const hash = subjectHash(instance.keys.subjectHashing, `register:${register}`, number);
    if ((await findAccountBySubject(tx, hash)) !== undefined) {
      throw conflict(
        "Somebody with this number is verified here already. Refuse the application, and say so.",
      );
    }
    const { custodianKeys } = instance.config;
    await insertInvitation(tx, {
      tokenHash: row.tokenHash,
      roles: ["physician"],
      profession: row.profession,
      specialty: row.specialty,
      grade: row.grade,
      country: row.country,
      subjectHash: hash,
      seal: custodianKeys === undefined ? null : await sealIdentity({ ...details }, custodianKeys),
      expiresAt: new Date(now.getTime() + LINK_DAYS * 86_400_000),
    });
    await decideApplication(tx, id, { state: "approved", refusedFor: null, decidedAt: now });
    await recordAudit(instance, tx, {
      action: "application.approved",
      agent: { kind: "account", id: accountId },
      object: `Application/${id}`,
    });
  });
  await instance.applicationKeys.destroy(id);
}

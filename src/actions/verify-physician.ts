import type { Verified } from "#domain/attestation.ts";
import { type AccountId, newOpaqueId } from "#domain/ids.ts";
import { forbidden } from "#domain/refusal.ts";
import { subjectHash } from "#identity/secrets.ts";
import { findAccountBySubject, insertAccount, updateVerified } from "#store/accounts.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";

/**
 * Takes in what the identity provider said of somebody who signed in: a new account the first time, afterwards the
 * same one, whatever persona it acts under. Who it is is not kept.
 *
 * @throws Refusal forbidden for a suspended account
 */
export function verifyPhysician(
  instance: Instance,
  claims: { readonly issuer: string; readonly subject: string; readonly verified: Verified },
): Promise<AccountId> {
  const hash = subjectHash(instance.keys.subjectHashing, claims.issuer, claims.subject);
  const today = new Date(instance.clock());
  today.setUTCHours(0, 0, 0, 0);
  return instance.db.transaction(async (tx) => {
    const known = await findAccountBySubject(tx, hash);
    if (known?.status === "suspended") {
      throw forbidden("Your account is suspended. Ask your institution's administrator why.");
    }
    if (known !== undefined) {
      await updateVerified(tx, known.id, claims.verified, today);
      return known.id;
    }
    const id = newOpaqueId<AccountId>();
    await insertAccount(tx, {
      id,
      roles: ["physician"],
      subjectHash: hash,
      verified: claims.verified,
      verifiedOn: today,
    });
    await recordAudit(instance, tx, {
      action: "account.verified",
      agent: { kind: "system" },
      // Not which one: the time of it could be matched with the hospital's sign-in log.
      object: "Account/",
      detail: { profession: claims.verified.profession },
    });
    return id;
  });
}

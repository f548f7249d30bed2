import type { Verified } from "#domain/attestation.ts";
import { type AccountId, newOpaqueId } from "#domain/ids.ts";
import { forbidden } from "#domain/refusal.ts";
import { type IdentityClaims, sealIdentity } from "#identity/seal.ts";
import { subjectHash } from "#identity/secrets.ts";
import { putSeal } from "#store/openings.ts";
import { findAccountBySubject, insertAccount, updateVerified } from "#store/accounts.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";

/**
 * Takes in what the identity provider said of somebody who signed in: a new account the first time, afterwards the
 * same one, whatever persona it acts under. Who it is is sealed to the two custodians, or not kept where there are none.
 *
 * @throws Refusal forbidden for a suspended account
 */
export async function verifyPhysician(
  instance: Instance,
  claims: {
    readonly issuer: string;
    readonly subject: string;
    readonly verified: Verified;
    readonly identity: IdentityClaims;
  },
): Promise<AccountId> {
  const hash = subjectHash(instance.keys.subjectHashing, claims.issuer, claims.subject);
  const today = new Date(instance.clock());
  today.setUTCHours(0, 0, 0, 0);
  const { custodianKeys } = instance.config;
  const seal =
    custodianKeys &&
    (await sealIdentity(
      { ...claims.identity, issuer: claims.issuer, subject: claims.subject },
      custodianKeys,
    ));
  return instance.db.transaction(async (tx) => {
    const known = await findAccountBySubject(tx, hash);
    if (known?.status === "suspended") {
      throw forbidden("Your account is suspended. Ask your institution's administrator why.");
    }
    if (known !== undefined) {
      await updateVerified(tx, known.id, claims.verified, today);
      if (seal !== undefined) await putSeal(tx, known.id, seal);
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
    if (seal !== undefined) await putSeal(tx, id, seal);
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

import type { Verified } from "#domain/attestation.ts";
import { type AccountId, newOpaqueId } from "#domain/ids.ts";
import { forbidden, Refusal } from "#domain/refusal.ts";
import { type IdentityClaims, sealIdentity } from "#identity/seal.ts";
import { subjectHash } from "#identity/secrets.ts";
import { findAccountBySubject, insertAccount, updateVerified, withdrawVerified } from "#store/accounts.ts";
import type { Transaction } from "#store/database.ts";
import { putSeal } from "#store/openings.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";

/** Somebody who signed in at the identity provider, and what it says of them. */
export interface SignedInPerson {
  readonly issuer: string;
  readonly subject: string;
  /** The refusal where it does not say that they are a physician. */
  readonly verified: Verified | Refusal;
  /** Everything that it said. */
  readonly identity: IdentityClaims;
}

/**
 * Takes in what the identity provider said of somebody who signed in: a new account the first time, afterwards the
 * same one, whatever persona it acts under. Who it is is sealed to the two custodians, or not kept where there are none. Who
 * is no physician any more is signed out everywhere, and their attestation is not renewed.
 *
 * @throws Refusal forbidden for a suspended account; the one in `person`
 */
export async function verifyPhysician(instance: Instance, person: SignedInPerson): Promise<AccountId> {
  const hash = subjectHash(instance.keys.subjectHashing, person.issuer, person.subject);
  const { verified } = person;
  if (verified instanceof Refusal) {
    await instance.db.transaction(async (tx) => {
      const known = await findActive(tx, hash);
      if (known !== undefined) await withdrawVerified(tx, known);
    });
    throw verified;
  }
  const today = new Date(instance.clock());
  today.setUTCHours(0, 0, 0, 0);
  const seal = await sealOf(instance, person);
  return instance.db.transaction(async (tx) => {
    const id = newOpaqueId<AccountId>();
    const isNew = await insertAccount(tx, {
      id,
      roles: ["physician"],
      subjectHash: hash,
      verified,
      verifiedOn: today,
    });
    if (isNew) {
      if (seal !== undefined) await putSeal(tx, id, seal);
      await recordAudit(instance, tx, {
        action: "account.verified",
        agent: { kind: "system" },
        // Not which one: the time of it could be matched with the hospital's sign-in log.
        object: "Account/",
        detail: { profession: verified.profession },
      });
      return id;
    }
    const known = await findActive(tx, hash);
    if (known === undefined) throw new Error("An account was neither stored nor found");
    await updateVerified(tx, known, verified, today);
    if (seal !== undefined) await putSeal(tx, known, seal);
    return known;
  });
}

async function sealOf(
  { config }: Instance,
  { identity, issuer, subject }: SignedInPerson,
): Promise<string | undefined> {
  const { custodianKeys } = config;
  return custodianKeys && (await sealIdentity({ ...identity, issuer, subject }, custodianKeys));
}

async function findActive(tx: Transaction, hash: string): Promise<AccountId | undefined> {
  const known = await findAccountBySubject(tx, hash);
  if (known?.status === "suspended") {
    throw forbidden("Your account is suspended. Ask your institution's administrator why.");
  }
  return known?.id;
}

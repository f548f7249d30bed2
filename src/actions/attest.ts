import { randomInt } from "node:crypto";
import type { Verified } from "#domain/attestation.ts";
import { openPrivateKey } from "#identity/actor-keys.ts";
import { issueAttestation, present } from "#identity/attestation.ts";
import { findActorKeys } from "#store/actor-keys.ts";
import type { ActorRow } from "#store/actors.ts";
import type { Instance } from "#instance";
import { ensureInstitutionActor } from "./ensure-institution-actor.ts";
import type { LocalActor } from "./make-local-actor.ts";

/** An attestation in force: all of it for the persona, and what its actor shows of it. */
export interface IssuedAttestation {
  readonly full: string;
  readonly expiresAt: Date;
  readonly shown: Pick<ActorRow, "attestation" | "verified">;
}

const DAY_SECONDS = 86_400;

/**
 * Issues the institution's attestation of a persona. The actor discloses the profession only; each opinion discloses
 * its own subset. The expiry is spread over a day, so that attestations of one sign-in cannot be told by it.
 */
export async function attest(
  instance: Instance,
  actor: Pick<LocalActor, "confirmationKey"> & { readonly row: Pick<ActorRow, "uri"> },
  verified: Verified,
): Promise<IssuedAttestation> {
  const institution = await ensureInstitutionActor(instance);
  const key = (await findActorKeys(instance.db, institution.id)).find((one) => one.kind === "ed25519");
  if (key === undefined) throw new Error("The institution's actor has no Ed25519 key");
  const { attestation: full, expiresAt } = await issueAttestation({
    issuer: instance.config.origin,
    issuerKey: {
      kid: key.keyId,
      privateKey: await openPrivateKey(instance.keys.actorKeyWrapping, key.privateKey),
    },
    subject: actor.row.uri,
    confirmationKey: actor.confirmationKey,
    verified,
    now: instance.clock(),
    jitterSeconds: randomInt(DAY_SECONDS),
  });
  return {
    full,
    expiresAt,
    shown: {
      attestation: await present(full, ["profession"]),
      verified: {
        profession: verified.profession,
        ...(verified.specialty === undefined ? {} : { specialty: verified.specialty }),
        until: expiresAt.toISOString(),
      },
    },
  };
}

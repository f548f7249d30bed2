import { randomInt } from "node:crypto";
import { statusListUri } from "#domain/addresses.ts";
import type { Verified } from "#domain/attestation.ts";
import type { ActorId } from "#domain/ids.ts";
import type { PublicJwk } from "#domain/public-jwk.ts";
import { issueAttestation, present } from "#identity/attestation.ts";
import type { ActorRow } from "#store/actors.ts";
import { reserveStatus } from "#store/attestation-statuses.ts";
import type { Instance } from "#instance";
import { findIssuerKey } from "./find-issuer-key.ts";

/** An attestation in force: all of it for the persona, and what its actor shows of it. */
export interface IssuedAttestation {
  readonly full: string;
  readonly expiresAt: Date;
  readonly shown: Pick<ActorRow, "attestation" | "verified">;
}

const DAY_SECONDS = 86_400;

/**
 * Issues the institution's attestation of a persona. The actor discloses the profession only; each opinion discloses
 * its own subset. The expiry is spread over a day, so that attestations of one sign-in cannot be told by it; the place in
 * the status list is the persona's own.
 */
export async function attest(
  instance: Instance,
  persona: {
    readonly actorId: ActorId;
    readonly uri: string;
    /** The actor's public Ed25519 key. */
    readonly confirmationKey: PublicJwk;
  },
  verified: Verified,
): Promise<IssuedAttestation> {
  const { origin } = instance.config;
  const place = await reserveStatus(instance.db, persona.actorId);
  const { attestation: full, expiresAt } = await issueAttestation({
    issuer: origin,
    issuerKey: await findIssuerKey(instance),
    subject: persona.uri,
    confirmationKey: persona.confirmationKey,
    verified,
    status: { uri: statusListUri(origin, place.list), index: place.index },
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

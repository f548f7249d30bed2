import type { AttestationVerdict } from "#identity/verify-attestation.ts";
import { verifyAttestation } from "#identity/verify-attestation.ts";
import type { ActorRow } from "#store/actors.ts";
import type { Instance } from "#instance";

/** Judges what a remote actor presents, as of a time; as of now where that lies ahead, since nobody signs ahead of time. */
export function judgeAttestation(
  instance: Instance,
  actor: Pick<ActorRow, "uri" | "assertionKeys">,
  presentation: string,
  at: Date,
): Promise<AttestationVerdict> {
  return verifyAttestation(presentation, {
    actor: actor.uri,
    actorKeys: actor.assertionKeys.map((key) => key.jwk),
    at: new Date(Math.min(at.getTime(), instance.clock().getTime())),
    audience: instance.config.origin,
    ...instance.remote.attestationSources,
  });
}

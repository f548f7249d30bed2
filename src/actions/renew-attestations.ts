import { listLapsingPersonas, updateAttestation } from "#store/personas.ts";
import type { Instance } from "#instance";
import { attest } from "./attest.ts";

const RENEW_BEFORE_DAYS = 3;

/**
 * Renews the attestations that run out soon, of active accounts; of others, and of who is barred for cause, they run out
 * by themselves.
 */
export async function renewAttestations(instance: Instance): Promise<void> {
  const before = new Date(instance.clock().getTime() + RENEW_BEFORE_DAYS * 86_400_000);
  for (const persona of await listLapsingPersonas(instance.db, before)) {
    const attestation = await attest(instance, persona, persona.verified);
    await instance.db.transaction((tx) => updateAttestation(tx, persona.actorId, attestation));
  }
}

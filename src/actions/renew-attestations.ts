import { listLapsingPersonas, updateAttestation } from "#store/personas.ts";
import { findActorKeys } from "#store/actor-keys.ts";
import type { Instance } from "#instance";
import { attest } from "./attest.ts";

const RENEW_BEFORE_DAYS = 3;

/** Renews the attestations that run out soon, of active accounts; of others they run out by themselves. */
export async function renewAttestations(instance: Instance): Promise<void> {
  const before = new Date(instance.clock().getTime() + RENEW_BEFORE_DAYS * 86_400_000);
  for (const persona of await listLapsingPersonas(instance.db, before)) {
    const key = (await findActorKeys(instance.db, persona.actorId)).find((one) => one.kind === "ed25519");
    if (key === undefined) throw new Error(`The persona ${persona.uri} has no Ed25519 key`);
    const attestation = await attest(
      instance,
      { row: { uri: persona.uri }, confirmationKey: key.publicJwk },
      persona.verified,
    );
    await instance.db.transaction((tx) => updateAttestation(tx, persona.actorId, attestation));
  }
}

import { PROFESSIONS, type Verified } from "#domain/attestation.ts";
import type { ActorSummary } from "#store/actor-summary.ts";
import { peerNames } from "#store/peers.ts";
import type { PersonView } from "#ui/person.ts";
import type { Instance } from "#instance";

/** Says of an actor what the pages show of it. */
export type Introduce = (actor: ActorSummary) => PersonView;

/**
 * Gets ready to introduce these actors, with one query for the names of their institutions. What an attestation said
 * is shown for as long as it was given for.
 */
export async function introduce(instance: Instance, actors: readonly ActorSummary[]): Promise<Introduce> {
  const hosts = new Set(actors.filter((actor) => !actor.local).map((actor) => actor.host));
  const names = await peerNames(instance.db, [...hosts]);
  const now = instance.clock();
  return (actor) => ({
    pseudonym: actor.name === "" ? actor.handle : actor.name,
    handle: `${actor.handle}@${actor.host}`,
    url: actor.local ? `/@${actor.handle}` : `/@${actor.handle}@${actor.host}`,
    institution: actor.local ? instance.config.institutionName : (names.get(actor.host) ?? actor.host),
    verified: verifiedOf(actor, now),
  });
}

function verifiedOf({ verified }: ActorSummary, now: Date): Verified | undefined {
  if (verified === null || new Date(verified.until) <= now) return undefined;
  const profession = PROFESSIONS.find((one) => one === verified.profession);
  return profession && { profession, specialty: verified.specialty };
}

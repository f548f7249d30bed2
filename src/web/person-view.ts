import { PROFESSIONS, type Verified } from "#domain/attestation.ts";
import type { ActorSummary } from "#store/actor-summary.ts";
import { peerNames } from "#store/peers.ts";
import type { PersonView } from "#ui/person.ts";
import type { WebServices } from "./services.ts";

type Shown = Pick<ActorSummary, "type" | "handle" | "host" | "name" | "local" | "verified">;

/**
 * How the pages show these actors; one query for the names of their institutions.
 *
 * @returns a function for any of `actors`
 */
export async function personViews(
  { instance }: WebServices,
  actors: readonly Shown[],
): Promise<(actor: Shown) => PersonView> {
  const hosts = new Set(actors.filter((actor) => !actor.local).map((actor) => actor.host));
  const names = await peerNames(instance.db, [...hosts]);
  const now = instance.clock();
  return (actor) => ({
    pseudonym: actor.name === "" ? actor.handle : actor.name,
    handle: `${actor.handle}@${actor.host}`,
    url: actorPath(actor),
    institution: actor.local ? instance.config.institutionName : (names.get(actor.host) ?? actor.host),
    verified: verifiedOf(actor, now),
    isStream: actor.type === "Group",
  });
}

/** The page here about an actor, local or remote. */
export const actorPath = (actor: Pick<Shown, "handle" | "host" | "local">): string =>
  actor.local ? `/@${actor.handle}` : `/@${actor.handle}@${actor.host}`;

/** What an institution says of an actor and what holds today; `undefined` where it has run out or nobody says anything. */
export function verifiedOf({ verified }: Pick<Shown, "verified">, now: Date): Verified | undefined {
  if (verified == null || new Date(verified.until) <= now) return undefined;
  const profession = PROFESSIONS.find((one) => one === verified.profession);
  return profession && { profession, specialty: verified.specialty };
}

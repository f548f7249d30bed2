import type { Physician } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { listFollowedActors } from "#store/follows.ts";
import type { Instance } from "#instance";
import { unfollow } from "./unfollow.ts";

/**
 * Ends the follows of a specialty's streams, at this institution and wherever else it is followed.
 *
 * @throws Refusal not-found where there is no such specialty
 */
export async function unfollowSpecialty(
  instance: Instance,
  physician: Physician,
  slug: string,
): Promise<void> {
  if (specialtyOf(slug) === undefined) throw notFound("specialty");
  const followed = await listFollowedActors(instance.db, physician.persona.actorId);
  const streams = followed.filter((actor) => actor.type === "Group" && actor.handle === slug);
  for (const stream of streams) await unfollow(instance, physician, stream.id);
}

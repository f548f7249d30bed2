import type { ActorId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { specialtyOf } from "#domain/specialty.ts";
import type { Instance } from "#instance";
import { ensureLocalActor } from "./ensure-local-actor.ts";

/**
 * The Group actor of a specialty at this institution; made when it is first needed, since making its keys takes time.
 *
 * @throws Refusal not-found where there is no such specialty
 */
export async function ensureStream(instance: Instance, slug: string): Promise<ActorId> {
  const specialty = specialtyOf(slug);
  if (specialty === undefined) throw notFound("specialty");
  const stream = await ensureLocalActor(instance, {
    type: "Group",
    handle: slug,
    name: `${specialty.name} at ${instance.config.institutionName}`,
  });
  return stream.id;
}

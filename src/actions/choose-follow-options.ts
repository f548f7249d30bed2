import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { upsertFollowOptions } from "#store/relations.ts";
import type { Instance } from "#instance";

/** Says what a persona wants to have of somebody whom it follows. */
export const chooseFollowOptions = (
  instance: Instance,
  { persona }: Person,
  targetId: ActorId,
  options: { readonly boosts: boolean; readonly notify: boolean },
): Promise<void> =>
  upsertFollowOptions(instance.db, {
    ownerId: persona.actorId,
    targetId,
    ...options,
    createdAt: instance.clock(),
  });

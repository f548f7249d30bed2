import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { deleteMute } from "#store/relations.ts";
import type { Instance } from "#instance";

/** Lets somebody's cases and replies into the timelines again; where they were not muted, nothing happens. */
export const unmuteAccount = (instance: Instance, { persona }: Person, targetId: ActorId): Promise<void> =>
  deleteMute(instance.db, persona.actorId, targetId);

import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { deleteBlock } from "#store/relations.ts";
import type { Instance } from "#instance";

/** Ends a block; follows that it ended do not come back. Where there is none, nothing happens. */
export const unblockAccount = (instance: Instance, { persona }: Person, targetId: ActorId): Promise<void> =>
  deleteBlock(instance.db, persona.actorId, targetId);

import type { Person } from "#domain/reader.ts";
import { deleteDomainBlock } from "#store/relations.ts";
import type { Instance } from "#instance";

/** Lets a server's people into the timelines again; where it was not blocked, nothing happens. */
export const unblockDomain = (instance: Instance, { persona }: Person, host: string): Promise<void> =>
  deleteDomainBlock(instance.db, persona.actorId, host.trim().toLowerCase());

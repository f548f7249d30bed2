import type { ListId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { deleteList } from "#store/lists.ts";
import type { Instance } from "#instance";

/** Takes a list of a persona's away; whom it held is followed as before. */
export const removeList = (instance: Instance, { persona }: Person, id: ListId): Promise<void> =>
  deleteList(instance.db, persona.actorId, id);

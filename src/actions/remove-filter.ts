import type { FilterId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { deleteFilter } from "#store/filters.ts";
import type { Instance } from "#instance";

/** Takes a filter of a persona's away, with everything that it catches. */
export const removeFilter = (instance: Instance, { persona }: Person, id: FilterId): Promise<void> =>
  deleteFilter(instance.db, persona.actorId, id);

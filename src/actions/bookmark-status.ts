import type { Person } from "#domain/reader.ts";
import type { StatusRef } from "#domain/status-ref.ts";
import { deleteMark, insertMark } from "#store/marks.ts";
import type { Instance } from "#instance";

/** Keeps something among a persona's bookmarks, which nobody else sees. Call it only with what the persona may see. */
export const bookmarkStatus = (instance: Instance, { persona }: Person, ref: StatusRef): Promise<void> =>
  insertMark(instance.db, "bookmarks", persona.actorId, ref, instance.clock());

/** Takes it out again; what is not among them is no error. */
export const unbookmarkStatus = (instance: Instance, { persona }: Person, ref: StatusRef): Promise<void> =>
  deleteMark(instance.db, "bookmarks", persona.actorId, ref);

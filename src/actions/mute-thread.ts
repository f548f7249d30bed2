import type { Person } from "#domain/reader.ts";
import type { StatusRef } from "#domain/status-ref.ts";
import { deleteMark, insertMark } from "#store/marks.ts";
import type { Instance } from "#instance";

/** Tells a persona nothing more of a thread. @param thread what the thread begins with */
export const muteThread = (instance: Instance, { persona }: Person, thread: StatusRef): Promise<void> =>
  insertMark(instance.db, "mutedThreads", persona.actorId, thread, instance.clock());

/** Tells of it again. */
export const unmuteThread = (instance: Instance, { persona }: Person, thread: StatusRef): Promise<void> =>
  deleteMark(instance.db, "mutedThreads", persona.actorId, thread);

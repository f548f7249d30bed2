import type { Person } from "#domain/reader.ts";
import { deleteNotifications } from "#store/notification-lists.ts";
import type { Instance } from "#instance";

/** Takes away one of the things that a persona was told, or all of them; what is gone already is no error. */
export const dismissNotifications = (instance: Instance, { persona }: Person, id?: string): Promise<void> =>
  deleteNotifications(instance.db, persona.actorId, id);

import type { ActingPersona } from "#domain/member.ts";
import { markAllRead } from "#store/notifications.ts";
import type { Instance } from "#instance";

/** Marks everything that a persona was told so far as read. */
export const markNotificationsRead = (instance: Instance, persona: ActingPersona): Promise<void> =>
  markAllRead(instance.db, persona.actorId, instance.clock());

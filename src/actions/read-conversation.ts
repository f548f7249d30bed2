import type { PostId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { markPostRead } from "#store/notifications.ts";
import type { Instance } from "#instance";

/** Marks what a persona was told of a direct post as read; where it was told nothing, nothing happens. */
export const readConversation = (instance: Instance, { persona }: Person, id: PostId): Promise<void> =>
  markPostRead(instance.db, persona.actorId, id, instance.clock());

import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { deleteFollow } from "#store/follows.ts";
import type { Instance } from "#instance";

/** Ends somebody's follow of a persona: what it posts for followers no longer goes to them. */
export const removeFollower = (instance: Instance, { persona }: Person, followerId: ActorId): Promise<void> =>
  instance.db.transaction(async (tx) => {
    await deleteFollow(tx, followerId, persona.actorId);
  });

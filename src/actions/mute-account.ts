import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import { upsertMute } from "#store/relations.ts";
import type { Instance } from "#instance";

/**
 * Keeps somebody's cases and replies out of a persona's timelines; they are not told.
 *
 * @param options.seconds how long; for good where absent
 * @throws Refusal not-found; invalid for oneself
 */
export async function muteAccount(
  instance: Instance,
  { persona }: Person,
  targetId: ActorId,
  options: { readonly notifications: boolean; readonly seconds?: number | undefined },
): Promise<void> {
  if (targetId === persona.actorId) throw invalid("id", "You cannot mute yourself.");
  if ((await findActor(instance.db, targetId)) === undefined) throw notFound("account");
  const now = instance.clock();
  const { seconds = 0 } = options;
  await upsertMute(instance.db, {
    ownerId: persona.actorId,
    targetId,
    notifications: options.notifications,
    expiresAt: seconds === 0 ? null : new Date(now.getTime() + seconds * 1000),
    createdAt: now,
  });
}

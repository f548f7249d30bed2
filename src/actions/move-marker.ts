import type { Person } from "#domain/reader.ts";
import { invalid } from "#domain/refusal.ts";
import { type MarkedTimeline, type MarkerRow, moveMarker as move } from "#store/markers.ts";
import { markAllRead } from "#store/notifications.ts";
import type { Instance } from "#instance";

/**
 * Remembers how far a persona has read, for its other apps. Who has read the notifications has read them on the pages too.
 *
 * @throws Refusal invalid for what cannot be an id
 */
export async function moveMarker(
  instance: Instance,
  { persona: { actorId } }: Person,
  timeline: MarkedTimeline,
  lastReadId: string,
): Promise<MarkerRow> {
  if (!/^\w{1,64}$/u.test(lastReadId)) throw invalid(timeline, "The last_read_id must be an id.");
  const now = instance.clock();
  if (timeline === "notifications") await markAllRead(instance.db, actorId, now);
  return move(instance.db, { ownerId: actorId, timeline, lastReadId, updatedAt: now });
}

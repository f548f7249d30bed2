import type { Person } from "#domain/reader.ts";
import { conflict, forbidden } from "#domain/refusal.ts";
import type { StatusRef } from "#domain/status-ref.ts";
import { countMarks, deleteMark, insertMark } from "#store/marks.ts";
import type { Instance } from "#instance";

const MAX_PINS = 5;

/**
 * Puts something of one's own at the top of one's profile.
 *
 * @throws Refusal forbidden for somebody else's; conflict beyond five
 */
export async function pinStatus(
  instance: Instance,
  { persona: { actorId } }: Person,
  status: StatusRef & { readonly authorId: string },
): Promise<void> {
  if (status.authorId !== actorId) throw forbidden("You can pin only what you wrote yourself.");
  if ((await countMarks(instance.db, "pins", actorId)) >= MAX_PINS) {
    throw conflict(`You have pinned ${MAX_PINS} already: unpin one first.`);
  }
  await insertMark(instance.db, "pins", actorId, status, instance.clock());
}

/** Takes it down again; what is not pinned is no error. */
export const unpinStatus = (instance: Instance, { persona }: Person, ref: StatusRef): Promise<void> =>
  deleteMark(instance.db, "pins", persona.actorId, ref);

import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { listFollowees } from "#store/follows.ts";
import { deleteMembers, insertMembers, type ListRow } from "#store/lists.ts";
import type { Instance } from "#instance";

/** Puts people whom a persona follows on one of its lists. @throws Refusal not-found for whom it does not follow */
export async function addToList(
  instance: Instance,
  { persona }: Person,
  list: ListRow,
  actorIds: readonly ActorId[],
): Promise<void> {
  if (actorIds.length === 0) throw invalid("account_ids", "must name at least one account.");
  const followed = new Set(
    (await listFollowees(instance.db, persona.actorId)).map(({ followeeId }) => followeeId),
  );
  followed.add(persona.actorId);
  if (actorIds.some((id) => !followed.has(id))) throw notFound("account among those you follow");
  await insertMembers(instance.db, list.id, actorIds);
}

/** Takes people off a list; who is not on it is no error. */
export const removeFromList = (
  instance: Instance,
  list: ListRow,
  actorIds: readonly ActorId[],
): Promise<void> => deleteMembers(instance.db, list.id, actorIds);

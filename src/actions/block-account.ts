import type { ActorId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import { deleteFollow } from "#store/follows.ts";
import { insertBlock } from "#store/relations.ts";
import type { Instance } from "#instance";
import { unfollow } from "./unfollow.ts";

/**
 * Ends whatever is between a persona and somebody: neither follows the other, and neither meets the other in timelines and
 * notifications here. The other server is not told: what is public stays readable there.
 *
 * @throws Refusal not-found; invalid for oneself
 */
export async function blockAccount(
  instance: Instance,
  physician: Physician,
  targetId: ActorId,
): Promise<void> {
  const ownerId = physician.persona.actorId;
  if (targetId === ownerId) throw invalid("id", "You cannot block yourself.");
  if ((await findActor(instance.db, targetId)) === undefined) throw notFound("account");
  await unfollow(instance, physician, targetId);
  await instance.db.transaction(async (tx) => {
    await deleteFollow(tx, targetId, ownerId);
    await insertBlock(tx, { ownerId, targetId, createdAt: instance.clock() });
  });
}

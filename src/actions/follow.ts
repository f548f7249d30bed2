import type { ActorId } from "#domain/ids.ts";
import type { ActingPersona } from "#domain/member.ts";
import { forbidden, invalid, notFound } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import { appendEvent } from "#store/events.ts";
import { insertFollow } from "#store/follows.ts";
import { fillHome } from "#store/home.ts";
import { insertNotifications } from "#store/notifications.ts";
import { isBlocked } from "#store/relations.ts";
import type { Instance } from "#instance";
import { newId } from "#domain/ids.ts";

/** How many cases, and how many posts, that are here already come into the home timeline with a new follow. */
const ITEMS_AT_ONCE = 20;

/**
 * Follows an actor, local or remote: a persona, a stream, or anybody on the fediverse. A remote one is followed
 * once its server has accepted. The latest cases and posts of theirs that are here already come into the home timeline.
 * Following twice changes nothing.
 *
 * @throws Refusal not-found; invalid for oneself; forbidden where one of the two blocks the other
 */
export async function follow(
  instance: Instance,
  physician: { readonly persona: Pick<ActingPersona, "actorId" | "uri"> },
  followeeId: ActorId,
): Promise<void> {
  const followerId = physician.persona.actorId;
  if (followeeId === followerId) throw invalid("actor", "You cannot follow yourself.");
  const followee = await findActor(instance.db, followeeId);
  if (followee === undefined) throw notFound("persona or stream");
  if (await isBlocked(instance.db, followerId, followeeId)) {
    throw forbidden("You cannot follow them: one of you blocks the other.");
  }
  const now = instance.clock();
  await instance.db.transaction(async (tx) => {
    const isNew = await insertFollow(tx, {
      followerId,
      followeeId,
      uri: `${physician.persona.uri}/follows/${crypto.randomUUID()}`,
      state: followee.local ? "accepted" : "pending",
      createdAt: now,
    });
    if (!isNew) return;
    await fillHome(tx, followerId, followeeId, ITEMS_AT_ONCE);
    if (!followee.local) {
      await appendEvent(tx, { type: "FollowRequested", follower: followerId, followee: followeeId });
    } else if (followee.type === "Person") {
      await insertNotifications(tx, [
        {
          id: newId(),
          ownerId: followeeId,
          kind: "follow",
          actorId: followerId,
          createdAt: now,
          dedupe: `follow ${followerId} ${followeeId}`,
        },
      ]);
    }
  });
}

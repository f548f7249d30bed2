import type { Likeable } from "#domain/likeable.ts";
import type { Physician } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { findCase } from "#store/cases.ts";
import { appendEvent } from "#store/events.ts";
import { deleteLike, findLikeTarget, insertLike } from "#store/likes.ts";
import { findSeenPost } from "#store/posts.ts";
import type { Instance } from "#instance";

/**
 * Says that one likes something; its author is told. Doing it twice changes nothing.
 *
 * @throws Refusal not-found
 */
export async function like(instance: Instance, physician: Physician, object: Likeable): Promise<void> {
  const { actorId, uri } = physician.persona;
  await instance.db.transaction(async (tx) => {
    const target = await findLikeTarget(tx, object);
    const seen =
      object.kind === "post"
        ? await findSeenPost(tx, object.id, { kind: "actor", actorId })
        : target?.caseId && (await findCase(tx, target.caseId, { kind: "member" }));
    if (target === undefined || !seen) throw notFound(object.kind);
    const isNew = await insertLike(tx, {
      actorId,
      objectKind: object.kind,
      objectId: object.id,
      uri: `${uri}/likes/${crypto.randomUUID()}`,
      createdAt: instance.clock(),
    });
    if (isNew) await appendEvent(tx, { type: "Liked", actorId, object });
  });
}

/** Takes that back; where there was nothing, nothing happens. */
export async function unlike(instance: Instance, physician: Physician, object: Likeable): Promise<void> {
  const { actorId } = physician.persona;
  await instance.db.transaction(async (tx) => {
    const gone = await deleteLike(tx, actorId, { objectId: object.id });
    if (gone !== undefined) await appendEvent(tx, { type: "Unliked", actorId, object, uri: gone.uri });
  });
}

import { visibleAudiences } from "#domain/audience.ts";
import type { ActorId, CaseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { findCase } from "#store/cases.ts";
import type { Transaction } from "#store/database.ts";
import { appendEvent } from "#store/events.ts";
import { deleteLike, findLikeTargetByUri, insertLike, type LikeTarget } from "#store/likes.ts";
import { trustOf } from "#store/peers.ts";
import { findSeenPost } from "#store/posts.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";

/** Somebody elsewhere who likes something. */
interface Liker {
  readonly id: ActorId;
  readonly host: string;
}

/**
 * Takes in that a remote actor likes something that is here and that it may see.
 *
 * @throws Refusal not-found
 */
export async function receiveLike(
  instance: Instance,
  liker: Liker,
  objectUri: string,
  activityUri: string,
): Promise<void> {
  await instance.db.transaction(async (tx) => {
    if (!(await isFirstReceipt(tx, activityUri, instance.clock()))) return;
    const target = await findLikeTargetByUri(tx, objectUri);
    if (target === undefined || !(await isSeenBy(tx, liker, target))) throw notFound("object");
    const { object } = target;
    const isNew = await insertLike(tx, {
      actorId: liker.id,
      objectKind: object.kind,
      objectId: object.id,
      uri: activityUri,
      createdAt: instance.clock(),
    });
    if (isNew) await appendEvent(tx, { type: "Liked", actorId: liker.id, object });
  });
}

async function isSeenBy(tx: Transaction, liker: Liker, { object, caseId }: LikeTarget): Promise<boolean> {
  if (object.kind === "post") {
    return (await findSeenPost(tx, object.id, { kind: "actor", actorId: liker.id })) !== undefined;
  }
  return caseId !== null && isCaseSeenBy(tx, liker.host, caseId);
}

async function isCaseSeenBy(tx: Transaction, host: string, caseId: CaseId): Promise<boolean> {
  const found = await findCase(tx, caseId, { kind: "member" });
  const isTrusted = (await trustOf(tx, host)) === "trusted";
  const visible = visibleAudiences(isTrusted ? { kind: "trusted-peer", host } : { kind: "public" });
  return found !== undefined && visible.includes(found.audience);
}

/**
 * Takes in that a remote actor takes a like back.
 *
 * @param which the id of the Like, or of what was liked, for servers that give a Like no id
 */
export async function receiveUnlike(
  instance: Instance,
  actorId: ActorId,
  which: { readonly uri: string } | { readonly objectUri: string },
): Promise<void> {
  await instance.db.transaction(async (tx) => {
    if ("uri" in which) {
      await deleteLike(tx, actorId, which);
      return;
    }
    const target = await findLikeTargetByUri(tx, which.objectUri);
    if (target !== undefined) await deleteLike(tx, actorId, { objectId: target.object.id });
  });
}

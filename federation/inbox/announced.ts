import { receiveAnnounce } from "#actions/receive-announce.ts";
import { receiveBoost } from "#actions/receive-boost.ts";
import type { PostId } from "#domain/ids.ts";
import { z } from "zod";
import { type ActorRow, findActorByUri } from "#store/actors.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { findPostByUri } from "#store/posts.ts";
import { idOf, publishedAt } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/** What is announced: an object, or the Create of one (FEP-1b12). What is quoted of it is not taken, only its id. */
export const announcedObject = z.union([
  z.looseObject({ type: z.literal("Create"), object: idOf }).transform((create) => create.object),
  idOf,
]);

/**
 * Somebody whom somebody here follows passes something on: a stream a case, anybody a post, which is fetched where it is
 * not here yet. What others pass on counts where it was written here.
 */
export async function announced(context: InboxContext, { activity }: Arrival): Promise<void> {
  const { instance, actors, hasLocalFollower } = context;
  const object = announcedObject.safeParse(activity.object);
  if (!object.success) return;
  const known = await findActorByUri(instance.db, activity.actor);
  const isFollowed = known !== undefined && (await hasLocalFollower(known.id));
  if (isFollowed && known.type === "Group") {
    if (await caseAnnounced(context, known, object.data, activity.id)) return;
  }
  const post = await findPostByUri(instance.db, object.data);
  const postId = post?.id ?? (isFollowed ? await fetchPost(context, object.data) : undefined);
  if (postId === undefined || !(isFollowed || post?.local === true)) return;
  const announcer = known ?? (await actors.exact(activity.actor));
  await receiveBoost(instance, announcer.id, postId, {
    uri: activity.id,
    publishedAt: publishedAt(readPublished(activity), instance.clock()),
  });
}

/** True where it is a case, and taken. */
async function caseAnnounced(
  { instance }: InboxContext,
  stream: ActorRow,
  uri: string,
  activityUri: string,
): Promise<boolean> {
  const isKnownPost = (await findPostByUri(instance.db, uri)) !== undefined;
  if (isKnownPost) return false;
  if ((await findCaseIdByUri(instance.db, uri)) === undefined) {
    const fetched = await instance.remote.fetchObject(uri);
    if (fetched.kind === "post") return false;
  }
  await receiveAnnounce(instance, stream.id, uri, activityUri);
  return true;
}

/** Cases of others are passed on by streams only. */
async function fetchPost({ instance }: InboxContext, uri: string): Promise<PostId | undefined> {
  if ((await findCaseIdByUri(instance.db, uri)) !== undefined) return undefined;
  const fetched = await instance.remote.fetchObject(uri);
  return fetched.kind === "post" ? fetched.id : undefined;
}

const readPublished = (activity: Arrival["activity"]): string | undefined =>
  typeof activity["published"] === "string" ? activity["published"] : undefined;

import { receivePost } from "#actions/receive-post.ts";
import { isWanted } from "#domain/post.ts";
import { forbidden } from "#domain/refusal.ts";
import { hasAcceptedFollower } from "#store/follows.ts";
import { findPostByUri } from "#store/posts.ts";
import { audienceOf, readPost } from "../remote/read-post.ts";
import type { Note } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";
import { isVote } from "./is-vote.ts";

/**
 * An ordinary post. It is taken where somebody here follows its author, is addressed, or wrote or has what it answers.
 *
 * @throws Refusal forbidden where nobody here has a reason to read it
 */
export async function postArrived(
  { instance, actors }: InboxContext,
  { activity }: Arrival,
  note: Note,
): Promise<void> {
  if (isVote(note)) return;
  const author = await actors.exact(activity.actor);
  const post = readPost(note, instance.clock());
  const own = `${instance.config.origin}/actors/`;
  const audience = audienceOf(note, author.followers);
  const wanted = isWanted({
    audience,
    isFollowed: await hasAcceptedFollower(instance.db, author.id),
    isAddressed: post.addressed.some((recipient) => recipient.startsWith(own)),
    answersOurs: post.inReplyTo !== null && (await isHere(instance.db, post.inReplyTo)),
  });
  if (!wanted) throw forbidden("Nobody here follows its author, is addressed, or has what it answers.");
  await receivePost(instance, { ...post, author: author.id, audience }, activity.id);
}

const isHere = async (db: InboxContext["instance"]["db"], uri: string): Promise<boolean> =>
  (await findPostByUri(db, uri))?.removedAt === null;

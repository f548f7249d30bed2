import { and, asc, eq } from "drizzle-orm";
import type { ActorId, PostId } from "#domain/ids.ts";
import type { PostReader } from "#domain/post.ts";
import type { Trust } from "#domain/peer.ts";
import type { Database, Transaction } from "./database.ts";
import { type Party, party } from "./federated.ts";
import { seenBy } from "./post-access.ts";
import type { PostRow } from "./posts.ts";
import { actors, peers, postMentions, posts, postTags } from "./schema/index.ts";

/** A post with all that its document says. */
export interface FederatedPost extends PostRow {
  readonly author: Party;
  readonly mentions: readonly Party[];
  readonly tags: readonly string[];
}

/**
 * The post with this id.
 *
 * @param reader who must be able to see it; "anybody" for internal use, also for one that was removed
 */
export async function findFederatedPost(
  db: Database | Transaction,
  id: PostId,
  reader: PostReader | "anybody",
): Promise<FederatedPost | undefined> {
  const [row] = await db
    .select({ post: posts, author: party(actors) })
    .from(posts)
    .innerJoin(actors, eq(actors.id, posts.authorId))
    .where(and(eq(posts.id, id), reader === "anybody" ? undefined : seenBy(reader)));
  if (row === undefined) return undefined;
  const [mentions, tags] = await Promise.all([
    db
      .select(party(actors))
      .from(postMentions)
      .innerJoin(actors, eq(actors.id, postMentions.actorId))
      .where(eq(postMentions.postId, id))
      .orderBy(asc(actors.uri)),
    db.select().from(postTags).where(eq(postTags.postId, id)).orderBy(asc(postTags.tag)),
  ]);
  return { ...row.post, author: row.author, mentions, tags: tags.map(({ tag }) => tag) };
}

/** Where those are whom a post names and who are elsewhere, and what this institution thinks of their servers. */
export const listMentionInboxes = (
  db: Database | Transaction,
  id: PostId,
): Promise<{ id: ActorId; inbox: string; sharedInbox: string | null; trust: Trust | null }[]> =>
  db
    .select({ id: actors.id, inbox: actors.inbox, sharedInbox: actors.sharedInbox, trust: peers.trust })
    .from(postMentions)
    .innerJoin(actors, eq(actors.id, postMentions.actorId))
    .leftJoin(peers, eq(peers.host, actors.host))
    .where(and(eq(postMentions.postId, id), eq(actors.local, false)));

/** An actor as documents point to it and deliveries find it. */
export async function findParty(
  db: Database | Transaction,
  id: ActorId,
): Promise<(Party & { local: boolean }) | undefined> {
  const [row] = await db
    .select({ ...party(actors), local: actors.local })
    .from(actors)
    .where(eq(actors.id, id));
  return row;
}

import { sql } from "drizzle-orm";
import type { ActorId, PostId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { latestFirst, type Window } from "./page.ts";
import { notifications, postMentions, posts } from "./schema/index.ts";

/** Direct posts between the same people, by the latest of them. */
export interface Conversation {
  readonly id: PostId;
  readonly publishedAt: Date;
  /** All who take part but the reader. */
  readonly with: readonly ActorId[];
  readonly unread: boolean;
}

/** The conversations of a persona, the one that was continued last first. */
export async function listConversations(
  db: Database,
  me: ActorId,
  { limit, before, after, from }: Window,
): Promise<Conversation[]> {
  const order = from === "latest" ? sql`desc` : sql`asc`;
  const rows = await db.execute<{ id: PostId; published_at: string; others: ActorId[]; unread: boolean }>(sql`
    with direct as (
      select p.id, p.published_at, array(
        select distinct who from (
          select p.author_id as who union all select m.actor_id from ${postMentions} m where m.post_id = p.id) all_of_them
        where who <> ${me} order by who) as others
      from ${posts} p
      where p.audience = 'direct' and p.removed_at is null
        and (p.author_id = ${me} or exists (select from ${postMentions} m where m.post_id = p.id and m.actor_id = ${me}))
    ), latest as (
      select distinct on (others) id, published_at, others from direct order by others, published_at desc, id desc
    )
    select id, published_at, to_jsonb(others) as others,
      exists (select from ${notifications} n where n.owner_id = ${me} and n.post_id = latest.id and n.read_at is null) as unread
    from latest
    where ${before === undefined ? sql`true` : sql`(published_at, id) < (${before.publishedAt.toISOString()}::timestamptz, ${before.id}::uuid)`}
      and ${after === undefined ? sql`true` : sql`(published_at, id) > (${after.publishedAt.toISOString()}::timestamptz, ${after.id}::uuid)`}
    order by published_at ${order}, id ${order} limit ${limit}`);
  return latestFirst({ from, limit }, rows).map((row) => ({
    id: row.id,
    publishedAt: new Date(row.published_at),
    with: row.others,
    unread: row.unread,
  }));
}

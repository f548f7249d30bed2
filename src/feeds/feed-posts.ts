import { sql } from "drizzle-orm";
import type { BoostId, PostId } from "#domain/ids.ts";
import type { Transaction } from "#store/database.ts";
import { holdFollowers } from "#store/home.ts";
import { feedEntries } from "#store/schema/index.ts";

/**
 * Into the home timelines of its author and of everybody here who follows them. An answer comes only to those who follow
 * the one that is answered, too, or are answered themselves; a direct post only to whom it names.
 */
export async function feedPost(tx: Transaction, postId: PostId): Promise<void> {
  await holdFollowers(tx);
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, kind, subject_id, published_at)
    select f.follower_id, 'post', p.id, p.published_at
    from posts p
    join follows f on f.followee_id = p.author_id and f.state = 'accepted'
    join actors a on a.id = f.follower_id and a.local
    left join posts parent on parent.uri = p.in_reply_to
    where p.id = ${postId} and p.removed_at is null
      and (p.audience <> 'direct' or exists (
        select from post_mentions m where m.post_id = p.id and m.actor_id = f.follower_id))
      and (p.in_reply_to is null or parent.author_id in (p.author_id, f.follower_id) or exists (
        select from follows g
        where g.follower_id = f.follower_id and g.followee_id = parent.author_id and g.state = 'accepted'))
    on conflict do nothing`);
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, kind, subject_id, published_at)
    select p.author_id, 'post', p.id, p.published_at from posts p
    where p.id = ${postId} and p.local and p.removed_at is null
    on conflict do nothing`);
}

/** Into the home timelines of those here who follow whoever passed it on, unless it is there already or their own. */
export async function feedBoost(tx: Transaction, boostId: BoostId): Promise<void> {
  await holdFollowers(tx);
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, kind, subject_id, boost_id, published_at)
    select f.follower_id, 'post', p.id, b.id, b.published_at
    from boosts b
    join posts p on p.id = b.post_id and p.removed_at is null
    join follows f on f.followee_id = b.actor_id and f.state = 'accepted' and f.follower_id <> p.author_id
    join actors a on a.id = f.follower_id and a.local
    where b.id = ${boostId}
    on conflict do nothing`);
}

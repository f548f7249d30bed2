import { and, desc, eq, sql } from "drizzle-orm";
import { type ActorId, type BoostId, type CaseId, parseIds, type PostId } from "#domain/ids.ts";
import { type BoostSummary, summariseBoosts } from "./boosts.ts";
import { type CaseSummary, summariseCases } from "./cases.ts";
import type { Database, Transaction } from "./database.ts";
import { after, type Page, type Slice, slice } from "./page.ts";
import { type PostSummary, summarisePosts } from "./post-summaries.ts";
import { cases, feedEntries, follows, posts, streamCases } from "./schema/index.ts";

/** A place in a home timeline. */
export type HomeItem =
  | { readonly kind: "case"; readonly case: CaseSummary }
  /** `boost` where it came by somebody who passed it on. */
  | { readonly kind: "post"; readonly post: PostSummary; readonly boost: BoostSummary | undefined };

/**
 * Latest first: the home timeline of a local persona, cases, posts and boosts in one order. One bounded query finds the
 * entries, and eight more fill them, whatever a page holds. What the persona may no longer see is left out.
 */
export async function listHome(db: Database, ownerId: ActorId, page: Page): Promise<Slice<HomeItem>> {
  const entries = await db
    .select({
      id: feedEntries.itemId,
      kind: feedEntries.kind,
      subjectId: feedEntries.subjectId,
      boostId: feedEntries.boostId,
      publishedAt: feedEntries.publishedAt,
    })
    .from(feedEntries)
    .where(and(eq(feedEntries.ownerId, ownerId), after(page, feedEntries.publishedAt, feedEntries.itemId)))
    .orderBy(desc(feedEntries.publishedAt), desc(feedEntries.itemId))
    .limit(page.limit + 1);
  const { items, next } = slice(entries, page.limit);
  const subjectsOf = (kind: "case" | "post"): string[] =>
    items.filter((entry) => entry.kind === kind).map((entry) => entry.subjectId);
  const [caseRows, postRows, boostRows] = await Promise.all([
    summariseCases(db, parseIds<CaseId>(subjectsOf("case"))),
    summarisePosts(db, parseIds<PostId>(subjectsOf("post")), { kind: "actor", actorId: ownerId }),
    summariseBoosts(
      db,
      items.flatMap((entry) => entry.boostId ?? []),
    ),
  ]);
  const caseOf = new Map<string, CaseSummary>(caseRows.map((one) => [one.id, one]));
  const postOf = new Map<string, PostSummary>(postRows.map((one) => [one.id, one]));
  const boostOf = new Map<BoostId, BoostSummary>(boostRows.map((one) => [one.id, one]));
  const shown = items.flatMap((entry): HomeItem[] => {
    if (entry.kind === "case") {
      const found = caseOf.get(entry.subjectId);
      return found === undefined ? [] : [{ kind: "case", case: found }];
    }
    const post = postOf.get(entry.subjectId);
    if (post === undefined) return [];
    return [{ kind: "post", post, boost: entry.boostId === null ? undefined : boostOf.get(entry.boostId) }];
  });
  return { items: shown, next };
}

/**
 * Puts the latest of an author or a stream into the home timeline of a persona that follows it from now on: cases, and
 * posts that everybody may see and that answer nobody.
 */
export async function fillHome(
  tx: Transaction,
  ownerId: ActorId,
  followeeId: ActorId,
  limit: number,
): Promise<void> {
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, kind, subject_id, published_at)
    select ${ownerId}, 'case', c.id, c.published_at from ${cases} c
    where c.author_id = ${followeeId}
      or exists (select from ${streamCases} s where s.stream_id = ${followeeId} and s.case_id = c.id)
    order by c.published_at desc limit ${limit}
    on conflict do nothing`);
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, kind, subject_id, published_at)
    select ${ownerId}, 'post', p.id, p.published_at from ${posts} p
    where p.author_id = ${followeeId} and p.audience in ('public', 'unlisted')
      and p.in_reply_to is null and p.removed_at is null
    order by p.id desc limit ${limit}
    on conflict do nothing`);
}

/**
 * To be called before entries are written for whoever follows: until the transaction ends nobody's follow ends beside it.
 * Otherwise an entry that is under way comes into a timeline right after it was cleared, for good.
 */
export async function holdFollowers(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext('consilium.feeds'))`);
}

/**
 * Takes the posts of an actor, what it passed on, and the cases of an author or a stream out of the home timeline of a
 * persona that follows it no longer. The persona's own cases stay, and those that another follow brings.
 */
export async function clearHome(tx: Transaction, ownerId: ActorId, followeeId: ActorId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('consilium.feeds'))`);
  await tx.execute(sql`
    delete from ${feedEntries} e
    using ${cases} c
    where e.owner_id = ${ownerId} and e.kind = 'case' and c.id = e.subject_id and c.author_id <> ${ownerId}
      and (c.author_id = ${followeeId}
        or exists (select from ${streamCases} s where s.stream_id = ${followeeId} and s.case_id = c.id))
      and not exists (
        select from ${follows} f
        where f.follower_id = ${ownerId}
          and (f.followee_id = c.author_id
            or exists (select from ${streamCases} s where s.stream_id = f.followee_id and s.case_id = c.id)))`);
  await tx.execute(sql`
    delete from ${feedEntries} e
    where e.owner_id = ${ownerId} and e.kind = 'post' and (
      (e.boost_id is null and exists (
        select from posts p where p.id = e.subject_id and p.author_id = ${followeeId}))
      or exists (select from boosts b where b.id = e.boost_id and b.actor_id = ${followeeId}))`);
}

/**
 * Cuts every home timeline off after its latest `keep` posts and boosts. Cases stay: what waits for an answer is found
 * among them.
 */
export async function trimHomes(db: Database, keep: number): Promise<void> {
  await db.execute(sql`
    delete from feed_entries e
    using personas a, lateral (
      select published_at, item_id from feed_entries
      where owner_id = a.actor_id and kind = 'post'
      order by published_at desc, item_id desc offset ${keep - 1} limit 1
    ) as last
    where e.owner_id = a.actor_id and e.kind = 'post'
      and (e.published_at, e.item_id) < (last.published_at, last.item_id)`);
}

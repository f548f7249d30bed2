import { sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Transaction } from "./database.ts";
import { cases, feedEntries, follows, streamCases } from "./schema/index.ts";

/** Puts the latest cases of an author or a stream into the home timeline of a persona that follows it from now on. */
export async function fillHome(
  tx: Transaction,
  ownerId: ActorId,
  followeeId: ActorId,
  limit: number,
): Promise<void> {
  await tx.execute(sql`
    insert into ${feedEntries} (owner_id, case_id, published_at)
    select ${ownerId}, c.id, c.published_at from ${cases} c
    where c.author_id = ${followeeId}
      or exists (select from ${streamCases} s where s.stream_id = ${followeeId} and s.case_id = c.id)
    order by c.published_at desc limit ${limit}
    on conflict do nothing`);
}

/**
 * Takes the cases of an author or a stream out of the home timeline of a persona that follows it no longer; its own stay,
 * and those that another follow brings.
 */
export async function thinHome(tx: Transaction, ownerId: ActorId, followeeId: ActorId): Promise<void> {
  await tx.execute(sql`
    delete from ${feedEntries} e
    using ${cases} c
    where e.owner_id = ${ownerId} and c.id = e.case_id and c.author_id <> ${ownerId}
      and (c.author_id = ${followeeId}
        or exists (select from ${streamCases} s where s.stream_id = ${followeeId} and s.case_id = c.id))
      and not exists (
        select from ${follows} f
        where f.follower_id = ${ownerId}
          and (f.followee_id = c.author_id
            or exists (select from ${streamCases} s where s.stream_id = f.followee_id and s.case_id = c.id)))`);
}

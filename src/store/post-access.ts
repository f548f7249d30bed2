import { sql, type SQL } from "drizzle-orm";
import type { PostReader } from "#domain/post.ts";
import { follows, postMentions, posts } from "./schema/index.ts";

/**
 * The condition that a row of `posts` is there and `reader` may see it. Every query that shows posts has it, so that what
 * is absent and what is not for the reader look the same.
 */
export function seenBy(reader: PostReader): SQL {
  const forEveryone = sql`${posts.audience} in ('public', 'unlisted')`;
  switch (reader.kind) {
    case "public":
      return sql`(${posts.removedAt} is null and ${posts.local} and ${forEveryone})`;
    case "member":
      return sql`(${posts.removedAt} is null and ${forEveryone})`;
    case "actor":
      return sql`(${posts.removedAt} is null and (
        ${forEveryone}
        or ${posts.authorId} = ${reader.actorId}
        or exists (select from ${postMentions} m where m.post_id = ${posts.id} and m.actor_id = ${reader.actorId})
        or (${posts.audience} = 'followers' and exists (
          select from ${follows} f
          where f.follower_id = ${reader.actorId} and f.followee_id = ${posts.authorId} and f.state = 'accepted'))))`;
  }
}

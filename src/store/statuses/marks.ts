import { sql } from "drizzle-orm";
import { parseIds, type PostId } from "#domain/ids.ts";
import type { Likeable } from "#domain/likeable.ts";
import type { Reader } from "#domain/reader.ts";
import { boostedAmong } from "../boosts.ts";
import type { Database } from "../database.ts";
import { countLikes, likedAmong } from "../likes.ts";
import { bookmarks, mutedThreads, pins } from "../schema/index.ts";
import { uuids } from "./uuids.ts";

/** How the reader marked a status. */
interface Marks {
  readonly bookmarked: boolean;
  readonly pinned: boolean;
  /** Its thread. */
  readonly muted: boolean;
  readonly liked: boolean;
  readonly boosted: boolean;
}

/** What people made of a status. */
export interface Marked {
  readonly likeCount: number;
  readonly marks: Marks;
}

/** Gives for each status how many like it and how the reader marked it; `thread` is what its thread begins with. */
export async function loadMarks(
  db: Database,
  { me }: Reader,
  ids: readonly string[],
  postIds: readonly PostId[],
): Promise<(id: string, thread: string) => Marked> {
  const owner = me?.actorId ?? null;
  const likeable = parseIds<Likeable["id"]>(ids);
  const [rows, likes, liked, boosted] = await Promise.all([
    db.execute<{ mark: string }>(sql`
      select 'bookmark ' || object_id as mark from ${bookmarks} where owner_id = ${owner} and object_id = any(${uuids(ids)})
      union all select 'pin ' || object_id from ${pins} where owner_id = ${owner} and object_id = any(${uuids(ids)})
      union all select 'mute ' || object_id from ${mutedThreads} where owner_id = ${owner}`),
    countLikes(db, likeable),
    me === undefined ? new Set<string>() : likedAmong(db, me.actorId, likeable),
    me === undefined ? new Set<PostId>() : boostedAmong(db, me.actorId, postIds),
  ]);
  const boostedIds = new Set<string>(boosted);
  const marked = new Set(rows.map(({ mark }) => mark));
  return (id, thread) => ({
    likeCount: likes.get(id) ?? 0,
    marks: {
      bookmarked: marked.has(`bookmark ${id}`),
      pinned: marked.has(`pin ${id}`),
      muted: marked.has(`mute ${thread}`),
      liked: liked.has(id),
      boosted: boostedIds.has(id),
    },
  });
}

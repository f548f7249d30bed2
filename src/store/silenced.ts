import { type SQL, sql } from "drizzle-orm";
import type { AnyColumn } from "drizzle-orm";
import type { Reader } from "#domain/reader.ts";
import { actors, blocks, domainBlocks, mutes } from "./schema/index.ts";

/** Leaves out whom the reader muted or blocked, who blocked the reader, and servers that the reader does not want. */
export const isHeardBy = ({ me }: Reader, author: AnyColumn | SQL): SQL | undefined =>
  me &&
  sql`not exists (
    select from ${mutes} m where m.owner_id = ${me.actorId} and m.target_id = ${author} and (m.expires_at is null or m.expires_at > now())
    union all select from ${blocks} b where (b.owner_id = ${me.actorId} and b.target_id = ${author}) or (b.owner_id = ${author} and b.target_id = ${me.actorId})
    union all select from ${domainBlocks} d join ${actors} a on a.host = d.host where d.owner_id = ${me.actorId} and a.id = ${author})`;

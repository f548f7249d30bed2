import { and, eq, inArray, sql } from "drizzle-orm";
import { visibleAudiences, type Viewer } from "#domain/audience.ts";
import type { ActorId } from "#domain/ids.ts";
import type { Trust } from "#domain/peer.ts";
import type { ActorRow } from "./actors.ts";
import type { Database } from "./database.ts";
import { actors, cases, comments, follows, opinions, peers } from "./schema/index.ts";

/** An actor as a client shows it. */
export interface Profile {
  readonly actor: ActorRow;
  readonly followers: number;
  readonly following: number;
  /** Of those that the viewer may see. */
  readonly statuses: number;
  readonly lastStatusAt: Date | null;
  /** What a remote actor's institution calls itself; empty where it does not say. */
  readonly institution: string;
  readonly trust: Trust;
}

/** The profiles of these actors, by id: one query, whatever their number. */
export async function loadProfiles(
  db: Database,
  viewer: Viewer,
  ids: readonly ActorId[],
): Promise<ReadonlyMap<ActorId, Profile>> {
  const seen = inArray(cases.audience, [...visibleAudiences(viewer)]);
  const replies = (table: typeof opinions | typeof comments) =>
    sql`(select count(*) from ${table} join ${cases} on ${cases.id} = ${table.caseId} where ${table.authorId} = ${actors.id} and ${seen})`;
  const rows = await db
    .select({
      actor: actors,
      followers: sql<number>`(select count(*)::int from ${follows} where ${follows.followeeId} = ${actors.id} and ${follows.state} = 'accepted')`,
      following: sql<number>`(select count(*)::int from ${follows} where ${follows.followerId} = ${actors.id} and ${follows.state} = 'accepted')`,
      statuses: sql<number>`((select count(*) from ${cases} where ${cases.authorId} = ${actors.id} and ${seen}) + ${replies(opinions)} + ${replies(comments)})::int`,
      lastStatusAt:
        sql`(select max(${cases.publishedAt}) from ${cases} where ${cases.authorId} = ${actors.id} and ${seen})`.mapWith(
          cases.publishedAt,
        ),
      institution: sql<string>`coalesce(${peers.name}, '')`,
      trust: sql<Trust>`coalesce(${peers.trust}, 'unknown')`,
    })
    .from(actors)
    .leftJoin(peers, and(eq(peers.host, actors.host), eq(actors.local, false)))
    .where(inArray(actors.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.actor.id, row]));
}

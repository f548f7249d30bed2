import { and, desc, eq, inArray } from "drizzle-orm";
import type { ActorId, BoostId, PostId } from "#domain/ids.ts";
import { actorSummary, type ActorSummary } from "./actor-summary.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, boosts } from "./schema/index.ts";

export type BoostRow = typeof boosts.$inferSelect;

/** Records that an actor passed a post on; false where it did before. */
export async function insertBoost(tx: Transaction, row: BoostRow): Promise<boolean> {
  const inserted = await tx.insert(boosts).values(row).onConflictDoNothing().returning({ id: boosts.id });
  return inserted.length > 0;
}

/** Takes a boost away, and with it the places that it has in timelines; returns it. */
export async function deleteBoost(
  tx: Transaction,
  actorId: ActorId,
  which: { readonly uri: string } | { readonly postId: PostId },
): Promise<BoostRow | undefined> {
  const [row] = await tx
    .delete(boosts)
    .where(
      and(
        eq(boosts.actorId, actorId),
        "uri" in which ? eq(boosts.uri, which.uri) : eq(boosts.postId, which.postId),
      ),
    )
    .returning();
  return row;
}

export async function findBoost(db: Database | Transaction, id: BoostId): Promise<BoostRow | undefined> {
  const [row] = await db.select().from(boosts).where(eq(boosts.id, id));
  return row;
}

/** A boost as a timeline shows it. */
export interface BoostSummary {
  readonly id: BoostId;
  readonly uri: string;
  readonly postId: PostId;
  readonly by: ActorSummary;
  readonly publishedAt: Date;
}

const columns = {
  id: boosts.id,
  uri: boosts.uri,
  postId: boosts.postId,
  by: actorSummary,
  publishedAt: boosts.publishedAt,
};

/** The boosts with these ids, in no order. */
export const summariseBoosts = (db: Database, ids: readonly BoostId[]): Promise<BoostSummary[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select(columns)
        .from(boosts)
        .innerJoin(actors, eq(actors.id, boosts.actorId))
        .where(inArray(boosts.id, [...ids]));

/** Who passed a post on, the latest first. */
export const listBoosters = (db: Database, postId: PostId, limit: number): Promise<BoostSummary[]> =>
  db
    .select(columns)
    .from(boosts)
    .innerJoin(actors, eq(actors.id, boosts.actorId))
    .where(eq(boosts.postId, postId))
    .orderBy(desc(boosts.id))
    .limit(limit);

/** Which of these posts an actor passed on. */
export async function boostedAmong(
  db: Database,
  actorId: ActorId,
  postIds: readonly PostId[],
): Promise<ReadonlySet<PostId>> {
  if (postIds.length === 0) return new Set();
  const rows = await db
    .select({ postId: boosts.postId })
    .from(boosts)
    .where(and(eq(boosts.actorId, actorId), inArray(boosts.postId, [...postIds])));
  return new Set(rows.map((row) => row.postId));
}

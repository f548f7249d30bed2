import { and, count, desc, eq, isNull } from "drizzle-orm";
import type { ActorId, PostId } from "#domain/ids.ts";
import { actorSummary } from "./actor-summary.ts";
import type { Database, Transaction } from "./database.ts";
import { after, type Page, slice } from "./page.ts";
import { actors, cases, notifications } from "./schema/index.ts";

/** Writes notifications; one whose `dedupe` is known is not written again. */
export async function insertNotifications(
  tx: Transaction,
  rows: readonly (typeof notifications.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0)
    await tx
      .insert(notifications)
      .values([...rows])
      .onConflictDoNothing();
}

/** Latest first, with who did it and the case's title. */
export async function listNotifications(db: Database, ownerId: ActorId, page: Page) {
  const rows = await db
    .select({
      id: notifications.id,
      kind: notifications.kind,
      publishedAt: notifications.createdAt,
      readAt: notifications.readAt,
      caseId: notifications.caseId,
      opinionId: notifications.opinionId,
      postId: notifications.postId,
      clinical: cases.clinical,
      actor: actorSummary,
    })
    .from(notifications)
    .innerJoin(actors, eq(actors.id, notifications.actorId))
    .leftJoin(cases, eq(cases.id, notifications.caseId))
    .where(and(eq(notifications.ownerId, ownerId), after(page, notifications.createdAt, notifications.id)))
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(page.limit + 1);
  return slice(rows, page.limit);
}

export async function countUnread(db: Database, ownerId: ActorId): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(notifications)
    .where(and(eq(notifications.ownerId, ownerId), isNull(notifications.readAt)));
  return row?.n ?? 0;
}

export async function markAllRead(db: Database, ownerId: ActorId, now: Date): Promise<void> {
  await db
    .update(notifications)
    .set({ readAt: now })
    .where(and(eq(notifications.ownerId, ownerId), isNull(notifications.readAt)));
}

/** Marks what somebody was told of a post as read. */
export async function markPostRead(db: Database, ownerId: ActorId, postId: PostId, now: Date): Promise<void> {
  await db
    .update(notifications)
    .set({ readAt: now })
    .where(
      and(eq(notifications.ownerId, ownerId), eq(notifications.postId, postId), isNull(notifications.readAt)),
    );
}

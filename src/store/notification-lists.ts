import { and, count, eq, gt, inArray, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Reader } from "#domain/reader.ts";
import type { StatusRef } from "#domain/status-ref.ts";
import type { Database } from "./database.ts";
import { type Cursor, latestFirst, orderOf, type Window, within } from "./page.ts";
import {
  cases,
  comments,
  mutedThreads,
  mutes,
  type NotificationKind,
  notifications,
  opinions,
  posts,
} from "./schema/index.ts";
import { isHeardBy } from "./silenced.ts";

/** What somebody is told, with the status that it is about. */
export interface NotificationRecord extends Cursor {
  readonly kind: NotificationKind;
  readonly actorId: ActorId;
  readonly subject: StatusRef | undefined;
}

/** Which notifications are wanted. */
export interface NotificationChoice {
  readonly kinds?: readonly NotificationKind[] | undefined;
  readonly withoutKinds?: readonly NotificationKind[] | undefined;
  readonly actorId?: ActorId | undefined;
}

/** What a persona is told; without what it muted. */
export async function listNotificationRecords(
  db: Database,
  reader: Reader,
  choice: NotificationChoice,
  window: Window,
): Promise<NotificationRecord[]> {
  if (reader.me === undefined) return [];
  const rows = await db
    .select({
      id: notifications.id,
      kind: notifications.kind,
      publishedAt: notifications.createdAt,
      actorId: notifications.actorId,
      case: { id: cases.id, publishedAt: cases.publishedAt },
      opinion: { id: opinions.id, publishedAt: opinions.publishedAt },
      comment: { id: comments.id, publishedAt: comments.publishedAt },
      post: { id: posts.id, publishedAt: posts.publishedAt },
    })
    .from(notifications)
    .leftJoin(cases, eq(cases.id, notifications.caseId))
    .leftJoin(opinions, eq(opinions.id, notifications.opinionId))
    .leftJoin(comments, eq(comments.id, notifications.commentId))
    .leftJoin(posts, eq(posts.id, notifications.postId))
    .where(
      and(
        isFor(reader, reader.me.actorId, choice),
        within(window, notifications.createdAt, notifications.id),
      ),
    )
    .orderBy(...orderOf(window, notifications.createdAt, notifications.id))
    .limit(window.limit);
  return latestFirst(window, rows).map(({ id, kind, publishedAt, actorId, ...about }) => ({
    id,
    kind,
    publishedAt,
    actorId,
    subject: subjectOf(about),
  }));
}

function subjectOf(about: {
  readonly case: Omit<StatusRef, "kind"> | null;
  readonly opinion: Omit<StatusRef, "kind"> | null;
  readonly comment: Omit<StatusRef, "kind"> | null;
  readonly post: Omit<StatusRef, "kind"> | null;
}): StatusRef | undefined {
  if (about.opinion !== null) return { kind: "opinion", ...about.opinion };
  if (about.comment !== null) return { kind: "comment", ...about.comment };
  if (about.post !== null) return { kind: "post", ...about.post };
  return about.case === null ? undefined : { kind: "case", ...about.case };
}

const isFor = (reader: Reader, me: ActorId, choice: NotificationChoice): SQL | undefined =>
  and(
    eq(notifications.ownerId, me),
    choice.kinds && inArray(notifications.kind, [...choice.kinds]),
    choice.withoutKinds && choice.withoutKinds.length > 0
      ? notInArray(notifications.kind, [...choice.withoutKinds])
      : undefined,
    choice.actorId && eq(notifications.actorId, choice.actorId),
    or(isHeardBy(reader, notifications.actorId), isMutedForTimelinesOnly(me)),
    sql`not exists (select from ${mutedThreads} t where t.owner_id = ${me} and t.object_id = ${notifications.caseId})`,
  );

const isMutedForTimelinesOnly = (me: ActorId): SQL =>
  sql`exists (select from ${mutes} m where m.owner_id = ${me} and m.target_id = ${notifications.actorId} and not m.notifications)`;

/** How many are newer than a place in the list, at most `limit`; where there is no place, how many are unread. */
export async function countNotificationsAfter(
  db: Database,
  reader: Reader,
  after: Cursor | undefined,
  choice: NotificationChoice,
  limit: number,
): Promise<number> {
  if (reader.me === undefined) return 0;
  const newer =
    after === undefined
      ? sql`${notifications.readAt} is null`
      : or(
          gt(notifications.createdAt, after.publishedAt),
          and(eq(notifications.createdAt, after.publishedAt), gt(notifications.id, after.id)),
        );
  const some = db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(isFor(reader, reader.me.actorId, choice), newer))
    .limit(limit)
    .as("some");
  const [row] = await db.select({ n: count() }).from(some);
  return row?.n ?? 0;
}

/** Takes one notification away, or all of them. */
export async function deleteNotifications(db: Database, ownerId: ActorId, id?: string): Promise<void> {
  await db
    .delete(notifications)
    .where(and(eq(notifications.ownerId, ownerId), id === undefined ? undefined : eq(notifications.id, id)));
}

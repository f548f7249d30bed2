import type { z } from "zod";
import { statusId } from "#domain/status-ref.ts";
import { writeTimedId } from "#domain/timed-id.ts";
import type { NotificationRecord } from "#store/notification-lists.ts";
import type { NotificationKind } from "#store/schema/index.ts";
import type { account } from "./entities/account.ts";
import type { groupedNotifications, notification, NOTIFICATION_TYPES } from "./entities/notification.ts";
import { presentAccounts, presentStatuses } from "./present.ts";
import type { Call } from "./route.ts";

type Type = (typeof NOTIFICATION_TYPES)[number];

/**
 * What apps call it: an opinion or a comment on one's case is a reply, and so a mention; that somebody else answered a case
 * which one answered too is a status that one wanted to hear of.
 */
const TYPE: Readonly<Record<NotificationKind, Type>> = {
  opinion: "mention",
  comment: "mention",
  "answered-too": "status",
  follow: "follow",
  mention: "mention",
  like: "favourite",
  boost: "reblog",
};

/** The kinds that are meant by types; values that this server does not know are kinds of which there is nothing here. */
export const kindsOf = (types: readonly string[]): NotificationKind[] =>
  KINDS.filter((kind) => types.includes(TYPE[kind]));
const KINDS = [
  "opinion",
  "comment",
  "answered-too",
  "follow",
  "mention",
  "like",
  "boost",
] as const satisfies readonly NotificationKind[];

/** As the client API writes it. */
export const notificationId = (record: NotificationRecord): string => writeTimedId("n", record);

const groupKey = (record: NotificationRecord): string => `ungrouped-${notificationId(record)}`;
/** The id in a group's key: each notification is a group of its own. */
export const groupId = (key: string | undefined): string => (key ?? "").replace(/^ungrouped-/u, "");

/** Notifications as apps read them; what is about something that is gone, or not open to the reader, is left out. */
export async function presentNotifications(
  call: Pick<Call<unknown>, "instance" | "reader">,
  records: readonly NotificationRecord[],
): Promise<z.infer<typeof notification>[]> {
  const { accountOf, statusOf } = await partsOf(call, records);
  return records.flatMap((record) => {
    const who = accountOf.get(record.actorId);
    const about = record.subject && statusOf.get(statusId(record.subject));
    // What it is about was taken away, or is not open to the reader any more.
    if (who === undefined || (record.subject !== undefined && about === undefined)) return [];
    return [
      {
        id: notificationId(record),
        type: TYPE[record.kind],
        group_key: groupKey(record),
        created_at: record.publishedAt.toISOString(),
        account: who,
        ...(about !== undefined && { status: about }),
      },
    ];
  });
}

async function partsOf(
  call: Pick<Call<unknown>, "instance" | "reader">,
  records: readonly NotificationRecord[],
) {
  const [accounts, statuses] = await Promise.all([
    presentAccounts(call, [...new Set(records.map(({ actorId }) => actorId))]),
    presentStatuses(
      call,
      records.flatMap(({ subject }) => subject ?? []),
      "notifications",
    ),
  ]);
  return {
    accountOf: new Map<string, z.infer<typeof account>>(accounts.map((one) => [one.id, one])),
    statusOf: new Map(statuses.map((one) => [one.id, one])),
  };
}

/** The same as groups of one, for apps that read groups. */
export async function presentGrouped(
  call: Pick<Call<unknown>, "instance" | "reader">,
  records: readonly NotificationRecord[],
): Promise<z.infer<typeof groupedNotifications>> {
  const shown = await presentNotifications(call, records);
  return {
    accounts: [...new Map(shown.map((one) => [one.account.id, one.account])).values()],
    statuses: [
      ...new Map(shown.flatMap(({ status }) => (status ? [[status.id, status] as const] : []))).values(),
    ],
    notification_groups: shown.map((one) => ({
      group_key: one.group_key,
      notifications_count: 1,
      type: one.type,
      most_recent_notification_id: one.id,
      page_min_id: one.id,
      page_max_id: one.id,
      latest_page_notification_at: one.created_at,
      sample_account_ids: [one.account.id],
      ...(one.status !== undefined && { status_id: one.status.id }),
    })),
  };
}

import { z } from "zod";
import { dismissNotifications } from "#actions/dismiss-notifications.ts";
import { notFound } from "#domain/refusal.ts";
import { readTimedId } from "#domain/timed-id.ts";
import {
  countNotificationsAfter,
  listNotificationRecords,
  type NotificationChoice,
  type NotificationRecord,
} from "#store/notification-lists.ts";
import { listMarkers } from "#store/markers.ts";
import {
  groupedNotifications,
  notification,
  notificationPolicy,
  notificationPolicyV1,
} from "../entities/notification.ts";
import { account } from "../entities/account.ts";
import { emptyList, emptyObject } from "../entities/shapes.ts";
import { accountIdOf } from "../find-account.ts";
import { flag, listOf, text, whole } from "../input.ts";
import { paged, pageInput, placesOf, windowOf } from "../paging.ts";
import { presentAccounts } from "../present.ts";
import {
  groupId,
  kindsOf,
  notificationId,
  presentGrouped,
  presentNotifications,
} from "../present-notifications.ts";
import { type Call, type Route, route } from "../route.ts";

const choice = {
  types: listOf(text(100)),
  exclude_types: listOf(text(100)),
  account_id: text(100).optional(),
};

function rowIdOf(text: string | undefined): string {
  const id = readTimedId({ n: "notification" }, text ?? "")?.id;
  if (id === undefined) throw notFound("notification");
  return id;
}

/** https://docs.joinmastodon.org/methods/notifications/ and grouped_notifications. */
export const notificationRoutes: readonly Route[] = [
  route("GET /api/v1/notifications", {
    summary: "What the person is told",
    access: "person",
    scope: "read:notifications",
    input: z.object({ ...pageInput(40, 80), ...choice }),
    entity: z.array(notification),
    paged: true,
    answer: async (call) => {
      const records = await recordsOf(call);
      return paged(call.url, await presentNotifications(call, records), placesOf(records, notificationId));
    },
  }),
  ...["/api/v1/notifications/unread_count", "/api/v2/notifications/unread_count"].map((path) =>
    route(`GET /${path.slice(1)}`, {
      summary: "How many notifications are newer than the marker",
      access: "person",
      scope: "read:notifications",
      input: z.object({
        ...choice,
        grouped_types: listOf(text(100)),
        limit: whole(1, 1000).transform((limit) => Math.min(limit ?? 100, 1000)),
      }),
      entity: z.object({ count: z.int() }),
      answer: async (call) => {
        const { instance, person, reader, input } = call;
        const [marker] = await listMarkers(instance.db, person.persona.actorId, ["notifications"]);
        const after = marker && readTimedId({ n: "notification" }, marker.lastReadId);
        return {
          count: await countNotificationsAfter(instance.db, reader, after, choiceOf(input), input.limit),
        };
      },
    }),
  ),
  route("GET /api/v1/notifications/policy", {
    summary: "Nothing is kept back here",
    access: "person",
    scope: "read:notifications",
    entity: notificationPolicyV1,
    answer: () => POLICY_V1,
  }),
  route("PUT /api/v1/notifications/policy", {
    summary: "Nothing is kept back here, whatever is asked for",
    access: "person",
    scope: "write:notifications",
    entity: notificationPolicyV1,
    answer: () => POLICY_V1,
  }),
  route("GET /api/v2/notifications/policy", {
    summary: "Nothing is kept back here",
    access: "person",
    scope: "read:notifications",
    entity: notificationPolicy,
    answer: () => POLICY,
  }),
  route("PATCH /api/v2/notifications/policy", {
    summary: "Nothing is kept back here, whatever is asked for",
    access: "person",
    scope: "write:notifications",
    entity: notificationPolicy,
    answer: () => POLICY,
  }),
  route("GET /api/v1/notifications/requests", {
    summary: "Nothing is kept back here, so nobody asks to be let through",
    access: "person",
    scope: "read:notifications",
    entity: emptyList,
    answer: () => [],
  }),
  route("GET /api/v1/notifications/requests/merged", {
    summary: "Whether what was kept back and let through is in the list",
    access: "person",
    scope: "read:notifications",
    entity: z.object({ merged: z.boolean() }),
    answer: () => ({ merged: true }),
  }),
  route("POST /api/v1/notifications/clear", {
    summary: "Take all notifications away",
    access: "person",
    scope: "write:notifications",
    entity: emptyObject,
    answer: async ({ instance, person }) => {
      await dismissNotifications(instance, person);
      return {};
    },
  }),
  route("GET /api/v1/notifications/:id", {
    summary: "One notification",
    access: "person",
    scope: "read:notifications",
    entity: notification,
    answer: async (call) => {
      const [shown] = await presentNotifications(call, [await recordOf(call, call.path["id"])]);
      if (shown === undefined) throw notFound("notification");
      return shown;
    },
  }),
  route("POST /api/v1/notifications/:id/dismiss", {
    summary: "Take a notification away",
    access: "person",
    scope: "write:notifications",
    entity: emptyObject,
    answer: async ({ instance, person, path }) => {
      await dismissNotifications(instance, person, rowIdOf(path["id"]));
      return {};
    },
  }),
  route("GET /api/v2/notifications", {
    summary: "What the person is told, one group for each status and kind",
    access: "person",
    scope: "read:notifications",
    input: z.object({
      ...pageInput(40, 80),
      ...choice,
      expand_accounts: text(100).optional(),
      grouped_types: listOf(text(100)),
      include_filtered: flag,
    }),
    entity: groupedNotifications,
    paged: true,
    answer: async (call) => {
      const records = await recordsOf(call);
      return paged(call.url, await presentGrouped(call, records), placesOf(records, notificationId));
    },
  }),
  route("GET /api/v2/notifications/:group_key", {
    summary: "One group; each notification is a group of its own here",
    access: "person",
    scope: "read:notifications",
    entity: groupedNotifications,
    answer: async (call) => presentGrouped(call, [await recordOf(call, groupId(call.path["group_key"]))]),
  }),
  route("GET /api/v2/notifications/:group_key/accounts", {
    summary: "Who is behind a group",
    access: "person",
    scope: "read:notifications",
    entity: z.array(account),
    answer: async (call) => {
      const record = await recordOf(call, groupId(call.path["group_key"]));
      return presentAccounts(call, [record.actorId]);
    },
  }),
  route("POST /api/v2/notifications/:group_key/dismiss", {
    summary: "Take a group away",
    access: "person",
    scope: "write:notifications",
    entity: emptyObject,
    answer: async ({ instance, person, path }) => {
      await dismissNotifications(instance, person, rowIdOf(groupId(path["group_key"])));
      return {};
    },
  }),
];

const NOBODY_WAITS = { pending_requests_count: 0, pending_notifications_count: 0 };
const POLICY = {
  for_not_following: "accept",
  for_not_followers: "accept",
  for_new_accounts: "accept",
  for_private_mentions: "accept",
  for_limited_accounts: "accept",
  summary: NOBODY_WAITS,
} as const;
const POLICY_V1 = {
  filter_not_following: false,
  filter_not_followers: false,
  filter_new_accounts: false,
  filter_private_mentions: false,
  summary: NOBODY_WAITS,
};

function choiceOf(input: {
  readonly types?: readonly string[] | undefined;
  readonly exclude_types?: readonly string[] | undefined;
  readonly account_id?: string | undefined;
}): NotificationChoice {
  return {
    // Values that this server does not know are kinds of which there is nothing here.
    kinds: input.types && kindsOf(input.types),
    withoutKinds: input.exclude_types && kindsOf(input.exclude_types),
    actorId: input.account_id === undefined ? undefined : accountIdOf(input.account_id),
  };
}

type ListCall = Call<z.output<z.ZodObject<ReturnType<typeof pageInput> & typeof choice>>>;

const recordsOf = ({ instance, reader, input }: ListCall): Promise<NotificationRecord[]> =>
  listNotificationRecords(instance.db, reader, choiceOf(input), windowOf(input));

async function recordOf(
  { instance, reader }: Pick<Call<unknown>, "instance" | "reader">,
  text: string | undefined,
): Promise<NotificationRecord> {
  const place = readTimedId({ n: "notification" }, text ?? "");
  if (place === undefined) throw notFound("notification");
  // The row just after the place before it.
  const after = { ...place, publishedAt: new Date(place.publishedAt.getTime() - 1) };
  const near = await listNotificationRecords(instance.db, reader, {}, { limit: 50, after, from: "oldest" });
  const record = near.find(({ id }) => id === place.id);
  if (record === undefined) throw notFound("notification");
  return record;
}

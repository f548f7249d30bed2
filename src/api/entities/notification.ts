import { z } from "zod";
import { account } from "./account.ts";
import { status } from "./status.ts";
import { count, id, time } from "./shapes.ts";

export const NOTIFICATION_TYPES = ["mention", "status", "reblog", "follow", "favourite", "update"] as const;
const type = z.enum(NOTIFICATION_TYPES);

/** https://docs.joinmastodon.org/entities/Notification/ */
export const notification = z.object({
  id,
  type,
  group_key: z.string(),
  created_at: time,
  account,
  status: status.optional(),
});

/** https://docs.joinmastodon.org/methods/grouped_notifications/ */
export const groupedNotifications = z.object({
  accounts: z.array(account),
  partial_accounts: z.array(z.never()).optional(),
  statuses: z.array(status),
  notification_groups: z.array(
    z.object({
      group_key: z.string(),
      notifications_count: count,
      type,
      most_recent_notification_id: id,
      page_min_id: id.optional(),
      page_max_id: id.optional(),
      latest_page_notification_at: time.optional(),
      sample_account_ids: z.array(id),
      status_id: id.optional(),
    }),
  ),
});

const policyValue = z.enum(["accept", "filter", "drop"]);
const summary = z.object({ pending_requests_count: count, pending_notifications_count: count });
/** https://docs.joinmastodon.org/entities/NotificationPolicy/ */
export const notificationPolicy = z.object({
  for_not_following: policyValue,
  for_not_followers: policyValue,
  for_new_accounts: policyValue,
  for_private_mentions: policyValue,
  for_limited_accounts: policyValue,
  summary,
});
export const notificationPolicyV1 = z.object({
  filter_not_following: z.boolean(),
  filter_not_followers: z.boolean(),
  filter_new_accounts: z.boolean(),
  filter_private_mentions: z.boolean(),
  summary,
});

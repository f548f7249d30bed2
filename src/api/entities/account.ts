import { z } from "zod";
import { address, count, day, id, markup, time } from "./shapes.ts";

export const customEmoji = z.object({
  shortcode: z.string(),
  url: address,
  static_url: address,
  visible_in_picker: z.boolean(),
  category: z.string().nullable(),
});

export const field = z.object({ name: z.string(), value: markup, verified_at: time.nullable() });

/** https://docs.joinmastodon.org/entities/Account/ */
export const account = z.object({
  id,
  username: z.string().min(1),
  acct: z.string().min(1),
  url: address,
  uri: address,
  display_name: z.string(),
  note: markup,
  avatar: address,
  avatar_static: address,
  avatar_description: z.string(),
  header: address,
  header_static: address,
  header_description: z.string(),
  locked: z.boolean(),
  fields: z.array(field),
  emojis: z.array(customEmoji),
  bot: z.boolean(),
  group: z.boolean(),
  discoverable: z.boolean().nullable(),
  indexable: z.boolean(),
  noindex: z.boolean(),
  created_at: time,
  last_status_at: day.nullable(),
  statuses_count: count,
  followers_count: count,
  following_count: count,
  hide_collections: z.boolean().nullable(),
  roles: z.array(z.object({ id, name: z.string(), color: z.string() })),
  mute_expires_at: time.nullable().optional(),
  /** Ours: what an institution vouches for. */
  consilium: z
    .object({
      profession: z.string(),
      specialty: z.string().nullable(),
      /** Who vouches. */
      institution: z.string(),
      until: time,
    })
    .optional(),
});
export type Account = z.infer<typeof account>;

/** Whoever the token acts for, with what only they see. */
export const credentialAccount = account.extend({
  source: z.object({
    note: z.string(),
    fields: z.array(field),
    privacy: z.enum(["public", "unlisted", "private", "direct"]),
    sensitive: z.boolean(),
    language: z.string().nullable(),
    follow_requests_count: count,
    hide_collections: z.boolean().nullable(),
    discoverable: z.boolean().nullable(),
    indexable: z.boolean(),
    attribution_domains: z.array(z.string()),
    quote_policy: z.enum(["public", "followers", "nobody"]),
  }),
  role: z.object({
    id,
    name: z.string(),
    permissions: z.string(),
    color: z.string(),
    highlighted: z.boolean(),
  }),
});

/** https://docs.joinmastodon.org/entities/Relationship/ */
export const relationship = z.object({
  id,
  following: z.boolean(),
  showing_reblogs: z.boolean(),
  notifying: z.boolean(),
  languages: z.array(z.string()).nullable(),
  followed_by: z.boolean(),
  blocking: z.boolean(),
  blocked_by: z.boolean(),
  muting: z.boolean(),
  muting_notifications: z.boolean(),
  muting_expires_at: time.nullable(),
  requested: z.boolean(),
  requested_by: z.boolean(),
  domain_blocking: z.boolean(),
  endorsed: z.boolean(),
  note: z.string(),
});

export const featuredTag = z.object({
  id,
  name: z.string(),
  url: address,
  statuses_count: z.string(),
  last_status_at: day.nullable(),
});

export const suggestion = z.object({ source: z.string(), sources: z.array(z.string()), account });
export const familiarFollowers = z.object({ id, accounts: z.array(account) });

/** https://docs.joinmastodon.org/entities/Preferences/ */
export const preferences = z.object({
  "posting:default:visibility": z.enum(["public", "unlisted", "private", "direct"]),
  "posting:default:sensitive": z.boolean(),
  "posting:default:language": z.string().nullable(),
  "posting:default:quote_policy": z.string(),
  "reading:expand:media": z.enum(["default", "show_all", "hide_all"]),
  "reading:expand:spoilers": z.boolean(),
  "reading:autoplay:gifs": z.boolean(),
});

import { z } from "zod";
import { account } from "./account.ts";
import { address, count, id, markup, time } from "./shapes.ts";

export const rule = z.object({
  id,
  text: z.string(),
  hint: z.string(),
  translations: z.record(z.string(), z.object({ text: z.string(), hint: z.string() })),
});

const configuration = z.object({
  urls: z.object({
    streaming: z.string(),
    status: address.nullable(),
    about: address,
    privacy_policy: address.nullable(),
    terms_of_service: address.nullable(),
  }),
  vapid: z.object({ public_key: z.string() }),
  accounts: z.object({
    max_featured_tags: count,
    max_pinned_statuses: count,
    max_display_name_length: count,
    max_note_length: count,
    max_avatar_description_length: count,
    max_header_description_length: count,
    max_profile_fields: count,
    profile_field_name_limit: count,
    profile_field_value_limit: count,
  }),
  statuses: z.object({
    max_characters: count,
    max_media_attachments: count,
    characters_reserved_per_url: count,
  }),
  media_attachments: z.object({
    supported_mime_types: z.array(z.string()),
    description_limit: count,
    image_size_limit: count,
    image_matrix_limit: count,
    video_size_limit: count,
    video_frame_rate_limit: count,
    video_matrix_limit: count,
  }),
  polls: z.object({
    max_options: count,
    max_characters_per_option: count,
    min_expiration: count,
    max_expiration: count,
  }),
  translation: z.object({ enabled: z.boolean() }),
  timelines_access: z.object({
    live_feeds: z.object({ local: z.string(), remote: z.string() }),
    hashtag_feeds: z.object({ local: z.string(), remote: z.string() }),
    trending_link_feeds: z.object({ local: z.string(), remote: z.string() }),
  }),
  limited_federation: z.boolean(),
});

/** https://docs.joinmastodon.org/entities/Instance/ */
export const instanceEntity = z.object({
  domain: z.string(),
  title: z.string(),
  version: z.string(),
  source_url: address,
  description: z.string(),
  usage: z.object({ users: z.object({ active_month: count }) }),
  thumbnail: z.object({
    url: address,
    description: z.string(),
    blurhash: z.string().nullable(),
    versions: z.record(z.string(), address),
  }),
  icon: z.array(z.object({ src: address, size: z.string() })),
  languages: z.array(z.string()),
  configuration,
  registrations: z.object({
    enabled: z.boolean(),
    approval_required: z.boolean(),
    reason_required: z.boolean().nullable(),
    message: markup.nullable(),
    min_age: count.nullable(),
    url: address.nullable(),
  }),
  api_versions: z.object({ mastodon: count }),
  contact: z.object({ email: z.string(), account: account.nullable() }),
  rules: z.array(rule),
});

/** https://docs.joinmastodon.org/entities/V1_Instance/ */
export const instanceV1 = z.object({
  uri: z.string(),
  title: z.string(),
  short_description: z.string(),
  description: markup,
  email: z.string(),
  version: z.string(),
  urls: z.object({ streaming_api: z.string() }),
  stats: z.object({ user_count: count, status_count: count, domain_count: count }),
  thumbnail: address.nullable(),
  languages: z.array(z.string()),
  registrations: z.boolean(),
  approval_required: z.boolean(),
  invites_enabled: z.boolean(),
  configuration,
  contact_account: account.nullable(),
  rules: z.array(rule),
});

export const extendedDescription = z.object({ updated_at: time, content: markup });
export const domainBlock = z.object({
  domain: z.string(),
  digest: z.string(),
  severity: z.enum(["silence", "suspend"]),
  comment: z.string().nullable(),
});

import { z } from "zod";
import { account, customEmoji } from "./account.ts";
import { address, count, id, markup, time } from "./shapes.ts";

const size = z.object({
  width: count,
  height: count,
  size: z.string(),
  aspect: z.number(),
});

/** https://docs.joinmastodon.org/entities/MediaAttachment/; pictures are all that there is here. */
export const mediaAttachment = z.object({
  id,
  type: z.enum(["image", "unknown"]),
  /** Null while the picture is being checked. */
  url: address.nullable(),
  preview_url: address.nullable(),
  remote_url: address.nullable(),
  preview_remote_url: address.nullable(),
  text_url: address.nullable(),
  meta: z.object({
    original: size.optional(),
    small: size.optional(),
    focus: z.object({ x: z.number(), y: z.number() }),
  }),
  description: z.string().nullable(),
  blurhash: z.string().nullable(),
});

export const mention = z.object({ id, username: z.string(), url: address, acct: z.string() });
export const shallowTag = z.object({ name: z.string(), url: address });

/** https://docs.joinmastodon.org/entities/Tag/ */
export const tag = z.object({
  id,
  name: z.string(),
  url: address,
  history: z.array(z.object({ day: z.string(), uses: z.string(), accounts: z.string() })),
  following: z.boolean(),
  featuring: z.boolean(),
});

/** https://docs.joinmastodon.org/entities/Poll/ */
export const poll = z.object({
  id,
  expires_at: time.nullable(),
  expired: z.boolean(),
  multiple: z.boolean(),
  votes_count: count,
  voters_count: count.nullable(),
  options: z.array(z.object({ title: z.string(), votes_count: count.nullable() })),
  emojis: z.array(customEmoji),
  voted: z.boolean().optional(),
  own_votes: z.array(count).optional(),
});

export const filterAction = z.enum(["warn", "hide", "blur"]);
export const filterContext = z.enum(["home", "notifications", "public", "thread", "account"]);
export const filterKeyword = z.object({ id, keyword: z.string(), whole_word: z.boolean() });
export const filterStatus = z.object({ id, status_id: id });
/** https://docs.joinmastodon.org/entities/Filter/ */
export const filter = z.object({
  id,
  title: z.string(),
  context: z.array(filterContext),
  expires_at: time.nullable(),
  filter_action: filterAction,
  keywords: z.array(filterKeyword).optional(),
  statuses: z.array(filterStatus).optional(),
});
export type Filter = z.infer<typeof filter>;
export const filterResult = z.object({
  filter,
  keyword_matches: z.array(z.string()).nullable(),
  status_matches: z.array(id).nullable(),
});

/** Ours, which ordinary clients ignore: what the status is, in structure. */
export const consiliumCase = z.object({
  type: z.literal("case"),
  /** Who may see it: see FEDERATION.md. */
  audience: z.enum(["institution", "network", "public"]),
  case: z.record(z.string(), z.unknown()),
  opinions: z.object({
    count,
    /** Whether others' opinions and comments are kept back until the reader has answered or looked. */
    hidden: z.boolean(),
    /** Whether the reader has answered. */
    answered: z.boolean(),
  }),
});
export const consiliumOpinion = z.object({
  type: z.literal("opinion"),
  opinion: z.record(z.string(), z.unknown()),
  /** Whether it counts, or the reason why it is only a comment. */
  admission: z.string(),
});
export const consiliumComment = z.object({ type: z.literal("comment") });

const base = z.object({
  id,
  uri: address,
  url: address.nullable(),
  created_at: time,
  edited_at: time.nullable(),
  account,
  content: markup,
  visibility: z.enum(["public", "unlisted", "private", "direct"]),
  sensitive: z.boolean(),
  spoiler_text: z.string(),
  media_attachments: z.array(mediaAttachment),
  application: z.object({ name: z.string(), website: address.nullable() }).nullable().optional(),
  mentions: z.array(mention),
  tags: z.array(shallowTag),
  emojis: z.array(customEmoji),
  reblogs_count: count,
  favourites_count: count,
  quotes_count: count,
  replies_count: count,
  in_reply_to_id: id.nullable(),
  in_reply_to_account_id: id.nullable(),
  poll: poll.nullable(),
  card: z.null(),
  language: z.string().nullable(),
  quote: z.null(),
  quote_approval: z.object({
    automatic: z.array(z.string()),
    manual: z.array(z.string()),
    current_user: z.string(),
  }),
  favourited: z.boolean().optional(),
  reblogged: z.boolean().optional(),
  muted: z.boolean().optional(),
  bookmarked: z.boolean().optional(),
  pinned: z.boolean().optional(),
  filtered: z.array(filterResult).optional(),
  consilium: z.discriminatedUnion("type", [consiliumCase, consiliumOpinion, consiliumComment]).optional(),
});

/** https://docs.joinmastodon.org/entities/Status/ */
export const status = base.extend({ reblog: base.extend({ reblog: z.null() }).nullable() });
export type Status = z.infer<typeof status>;

export const context = z.object({ ancestors: z.array(status), descendants: z.array(status) });
export const statusSource = z.object({ id, text: z.string(), spoiler_text: z.string() });
export const statusEdit = z.object({
  content: markup,
  spoiler_text: z.string(),
  sensitive: z.boolean(),
  created_at: time,
  account,
  media_attachments: z.array(mediaAttachment),
  emojis: z.array(customEmoji),
  poll: z
    .object({ options: z.array(z.object({ title: z.string() })) })
    .nullable()
    .optional(),
});
/** A deleted status, with what is needed to write it again. */
export const deletedStatus = status.extend({ text: z.string() });

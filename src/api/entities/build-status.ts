import { mediaKey } from "#actions/media-link.ts";
import type { Audience } from "#domain/audience.ts";
import { caseContent } from "#domain/case-content.ts";
import { caseLinks } from "#domain/case-links.ts";
import { tagUrl } from "#domain/addresses.ts";
import type { ActorId, ImageId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import { opinionOnWire } from "#domain/opinion-body.ts";
import { opinionContent } from "#domain/opinion-content.ts";
import { type StatusRef, statusId } from "#domain/status-ref.ts";
import type { ActorSummary } from "#store/actor-summary.ts";
import type {
  CaseStatus,
  CommentStatus,
  OpinionStatus,
  PostStatus,
  RepliedTo,
  StatusRecord,
} from "#store/statuses.ts";
import type { Instance } from "#instance";
import type { Account } from "./account.ts";
import { acctOf } from "./build-account.ts";
import type { Status } from "./status.ts";

/** What building statuses needs beside their rows. */
export interface Surroundings {
  readonly instance: Instance;
  /** Of every author among them. */
  readonly accountOf: (id: ActorId) => Account | undefined;
  /** Whether somebody is signed in: only they have marks. */
  readonly isMember: boolean;
}

/** A row as a status; `undefined` where its author is not among the surroundings. */
export function buildStatus(surroundings: Surroundings, record: StatusRecord): Status | undefined {
  const account = surroundings.accountOf(record.authorId);
  if (account === undefined) return undefined;
  const common = {
    ...blank,
    id: statusId(record),
    uri: record.uri,
    url: record.uri,
    created_at: record.publishedAt.toISOString(),
    account,
    favourites_count: record.likeCount,
    ...(surroundings.isMember && {
      favourited: record.marks.liked,
      reblogged: record.marks.boosted,
      muted: record.marks.muted,
      bookmarked: record.marks.bookmarked,
      pinned: record.marks.pinned,
    }),
  };
  switch (record.kind) {
    case "case":
      return { ...common, ...caseParts(surroundings, record) };
    case "opinion":
      return { ...common, ...opinionParts(record) };
    case "comment":
      return { ...common, ...commentParts(record) };
    case "post":
      return { ...common, ...postParts(surroundings, record) };
    case "boost": {
      const passedOn = buildStatus(surroundings, record.of);
      if (passedOn === undefined) return undefined;
      return { ...passedOn, ...own(common), visibility: "public", reblog: { ...passedOn, reblog: null } };
    }
  }
}

/** What a boost has of its own; the rest is what was passed on. */
const own = ({
  id,
  uri,
  url,
  created_at,
  account,
}: Pick<Status, "id" | "uri" | "url" | "created_at" | "account">) => ({
  id,
  uri,
  url,
  created_at,
  account,
});

/** What a status has that says nothing else. */
const blank = {
  edited_at: null,
  sensitive: false,
  spoiler_text: "",
  media_attachments: [],
  application: null,
  mentions: [],
  tags: [],
  emojis: [],
  reblogs_count: 0,
  favourites_count: 0,
  quotes_count: 0,
  replies_count: 0,
  in_reply_to_id: null,
  in_reply_to_account_id: null,
  poll: null,
  card: null,
  language: null,
  quote: null,
  quote_approval: { automatic: [], manual: [], current_user: "denied" },
  reblog: null,
} satisfies Partial<Status>;

/** Whoever cannot find it by searching is told that it is not public. */
const visibilityOf = (audience: Audience): Status["visibility"] =>
  audience === "public" ? "public" : "private";

function caseParts({ instance }: Surroundings, record: CaseStatus) {
  const { clinical, stream, audience } = record;
  const { origin } = instance.config;
  const links = caseLinks(origin, clinical);
  const mentions = record.local ? links.mentions : [];
  const replies = record.opinionCount + record.commentCount;
  const isHidden = !record.isOpen && replies > 0;
  return {
    url: record.url,
    content:
      caseContent(clinical, { mentions, hashtags: links.hashtags }) +
      (isHidden ? hiddenNote(`${origin}/cases/${record.id}`, replies) : ""),
    visibility: visibilityOf(audience),
    sensitive: record.images.some(({ graphic }) => graphic),
    media_attachments: record.images.map((image) => buildPicture(instance, image, audience)),
    mentions:
      stream === null
        ? []
        : [{ id: stream.id, username: stream.username, acct: stream.username, url: stream.url }],
    tags: links.hashtags.map(({ name }) => ({
      name: name.toLowerCase(),
      url: `${origin}/tags/${name.toLowerCase()}`,
    })),
    replies_count: replies,
    consilium: {
      type: "case" as const,
      audience,
      case: { ...clinical },
      opinions: { count: record.opinionCount, hidden: isHidden, answered: record.isAnswered },
    },
  };
}

/** Says in the text what an ordinary client has no other way to show. */
const hiddenNote = (page: string, replies: number): string =>
  `<p>${replies === 1 ? "One reply is" : `${replies} replies are`} hidden until you have answered: reply with a ranked list (“1. … 2. …”), or <a href="${page}">look first</a>.</p>`;

function opinionParts({ body, admission, case: answered }: OpinionStatus) {
  const { author } = answered;
  const mention = { href: author.uri, name: `${author.handle}@${author.host}` };
  return {
    content: opinionContent(body, { mentions: [mention] }),
    ...replyParts(answered, { ...answered, authorId: author.id }),
    consilium: { type: "opinion" as const, opinion: { ...opinionOnWire(body) }, admission },
  };
}

const commentParts = ({ content, case: commented, parent }: CommentStatus) => ({
  content,
  ...replyParts(commented, parent ?? { ...commented, authorId: commented.author.id }),
  consilium: { type: "comment" as const },
});

/** A reply's audience is its case's. */
const replyParts = (thread: RepliedTo, parent: StatusRef & { readonly authorId: ActorId }) => ({
  visibility: visibilityOf(thread.audience),
  in_reply_to_id: statusId(parent),
  in_reply_to_account_id: parent.authorId,
  mentions: [buildMention(thread.author)],
});

const POST_VISIBILITY = {
  public: "public",
  unlisted: "unlisted",
  followers: "private",
  direct: "direct",
} as const;

function postParts({ instance }: Surroundings, { post }: PostStatus) {
  const { parent } = post;
  return {
    url: post.url,
    edited_at: post.editedAt?.toISOString() ?? null,
    content: post.content,
    spoiler_text: post.summary,
    sensitive: post.sensitive,
    language: post.language,
    visibility: POST_VISIBILITY[post.audience],
    media_attachments: post.attachments.flatMap((attachment) => buildAttachment(instance, attachment)),
    mentions: post.mentions.map(buildMention),
    tags: post.tags.map((name) => ({ name, url: tagUrl(instance.config.origin, name) })),
    replies_count: post.counts.replies,
    reblogs_count: post.counts.boosts,
    in_reply_to_id: parent && statusId({ kind: "post", ...parent }),
    in_reply_to_account_id: parent?.authorId ?? null,
  };
}

const buildMention = (actor: ActorSummary) => ({
  id: actor.id,
  username: actor.handle,
  acct: acctOf({ ...actor, username: actor.handle }),
  url: actor.url,
});

/** What came with a remote post: a picture once it is here, anything else as a link to its home. */
function buildAttachment(
  instance: Instance,
  attachment: PostStatus["post"]["attachments"][number],
): Status["media_attachments"] {
  const { id, kind, stored, alt, blurhash, sourceUrl } = attachment;
  const size = { width: attachment.width ?? 0, height: attachment.height ?? 0 };
  if (kind === "image") return stored ? [pictureAt(instance, { id, ...size, alt, blurhash }, false)] : [];
  return [
    {
      id,
      type: "unknown",
      url: null,
      preview_url: null,
      remote_url: sourceUrl,
      preview_remote_url: null,
      text_url: null,
      meta: { focus: { x: 0, y: 0 } },
      description: alt,
      blurhash,
    },
  ];
}

const THUMBNAIL_SIDE = 400;

/** A picture of a case. */
export const buildPicture = (
  instance: Instance,
  image: CaseImage,
  audience: Audience,
): Status["media_attachments"][number] => pictureAt(instance, image, audience === "public");

/** @param isOpen whether everyone may fetch it; otherwise its address holds the key to it */
function pictureAt(
  instance: Instance,
  image: {
    readonly id: ImageId;
    readonly width: number;
    readonly height: number;
    readonly alt: string;
    readonly blurhash: string | null;
  },
  isOpen: boolean,
): Status["media_attachments"][number] {
  const at = `${instance.config.origin}/media/${image.id}`;
  const key = isOpen ? "" : `?key=${mediaKey(instance, image.id)}`;
  return {
    id: image.id,
    type: "image",
    url: `${at}${key}`,
    preview_url: `${at}/thumbnail${key}`,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: pictureMeta(image),
    description: image.alt,
    blurhash: image.blurhash,
  };
}

/** The sizes of a picture and of its thumbnail. */
export function pictureMeta({ width, height }: { readonly width: number; readonly height: number }) {
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height, 1));
  return {
    original: sizeOf(width, height),
    small: sizeOf(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))),
    focus: { x: 0, y: 0 },
  };
}

const sizeOf = (width: number, height: number) => ({
  width,
  height,
  size: `${width}x${height}`,
  aspect: width / Math.max(height, 1),
});

import { z } from "zod";
import type { IncomingPost } from "#actions/receive-post.ts";
import { MAX_ALT_CHARACTERS } from "#domain/image.ts";
import { escapeHtml, paragraphs } from "#domain/plain-text.ts";
import {
  MAX_POST_ATTACHMENTS,
  MAX_POST_TAGS,
  MAX_SUMMARY_CHARACTERS,
  type PostAttachment,
  type PostAudience,
} from "#domain/post.ts";
import { cleanHtml, cleanText } from "./sanitize.ts";
import { hostOf, isEveryone, type Note, publishedAt } from "./wire.ts";

/** A post as its document has it; its author is still an address, and whom it is for is decided by {@link audienceOf}. */
export type ReadPost = Omit<IncomingPost, "author" | "audience">;

/** Those whom a post names are looked up all at once; nobody names more whom we would have to tell. */
const MAX_ADDRESSED = 500;
const MAX_TITLE_CHARACTERS = 300;
const MAX_TAG_CHARACTERS = 100;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/iu;

/**
 * Reads an ordinary post from its document. What has a title (Article, Page, Video) is reduced to it, the text, and the
 * address of the page.
 */
export function readPost(note: Note, now: Date): ReadPost {
  const more = extrasShape.parse(note);
  const url = pageOf(note.url, hostOf(note.id)) ?? note.id;
  const summary = more.summary ?? "";
  const isTitled = note.type !== "Note";
  // Of a titled post the summary is what its name says; of a Note it is a content warning, as Mastodon has it.
  const warning = isTitled ? "" : cleanText(summary, MAX_SUMMARY_CHARACTERS);
  const text = contentOf(note, more) || (isTitled ? cleanHtml(summary) : "");
  return {
    uri: note.id,
    url,
    content: isTitled ? titled(cleanText(more.name ?? "", MAX_TITLE_CHARACTERS), text, url) : text,
    summary: warning,
    sensitive: more.sensitive || warning !== "",
    language: languageOf(more.contentMap),
    inReplyTo: note.inReplyTo ?? null,
    addressed: [...new Set([...note.to, ...note.cc])]
      .filter((one) => !isEveryone(one))
      .slice(0, MAX_ADDRESSED),
    tags: tagsOf(note.tag),
    attachments: note.attachment.flatMap(readAttachment).slice(0, MAX_POST_ATTACHMENTS),
    publishedAt: publishedAt(note.published, now),
  };
}

/** Whom a post is for, from its addressing. @param followers the address of its author's followers */
export function audienceOf(note: Pick<Note, "to" | "cc">, followers: string | null): PostAudience {
  if (note.to.some(isEveryone)) return "public";
  if (note.cc.some(isEveryone)) return "unlisted";
  const isToFollowers = followers !== null && [...note.to, ...note.cc].includes(followers);
  return isToFollowers ? "followers" : "direct";
}

const extrasShape = z.looseObject({
  name: z.string().nullish().catch(undefined),
  summary: z.string().nullish().catch(undefined),
  sensitive: z.boolean().catch(false),
  mediaType: z.string().nullish().catch(undefined),
  contentMap: z.record(z.string(), z.string()).nullish().catch(undefined),
});
type Extras = z.output<typeof extrasShape>;

function contentOf(note: Note, { mediaType, contentMap }: Extras): string {
  const content = note.content ?? Object.values(contentMap ?? {})[0] ?? "";
  const isPlain = mediaType === "text/plain" || mediaType === "text/markdown";
  return cleanHtml(isPlain ? paragraphs(content) : content);
}

const titled = (title: string, text: string, url: string): string =>
  `${title === "" ? "" : `<p><strong>${escapeHtml(title)}</strong></p>`}${text}` +
  `<p><a href="${escapeHtml(url)}" rel="nofollow noopener noreferrer">${escapeHtml(url)}</a></p>`;

/** The language is said by the name of the one text in `contentMap`; of several nobody can tell. */
function languageOf(contentMap: Extras["contentMap"]): string | null {
  const [language, ...others] = Object.keys(contentMap ?? {});
  return language !== undefined && others.length === 0 && LANGUAGE.test(language) ? language : null;
}

const link = z.looseObject({ href: z.string(), mediaType: z.string().optional() });

/** The page for people: the address itself, or the first link to HTML; only on the post's own server. */
function pageOf(url: unknown, host: string | undefined): string | undefined {
  const candidates = (Array.isArray(url) ? url : [url]).flatMap((one: unknown) => {
    if (typeof one === "string") return [one];
    const read = link.safeParse(one);
    return read.success && (read.data.mediaType ?? "text/html") === "text/html" ? [read.data.href] : [];
  });
  return candidates.find((one) => /^https?:\/\//u.test(one) && hostOf(one) === host);
}

const hashtag = z.looseObject({ type: z.literal("Hashtag"), name: z.string().max(10 * MAX_TAG_CHARACTERS) });

const tagsOf = (tags: readonly unknown[]): string[] =>
  [
    ...new Set(
      tags.flatMap((tag) => {
        const read = hashtag.safeParse(tag);
        return read.success ? [read.data.name.replace(/^#/u, "").normalize("NFC").toLowerCase()] : [];
      }),
    ),
  ]
    .filter((tag) => tag !== "" && tag.length <= MAX_TAG_CHARACTERS)
    .slice(0, MAX_POST_TAGS);

const size = z.number().int().min(1).max(100_000).nullish().catch(undefined);
const attachmentShape = z.looseObject({
  type: z.enum(["Document", "Image", "Video", "Audio"]),
  mediaType: z.string().max(100).catch(""),
  url: z.union([
    z.url({ protocol: /^https?$/u }),
    z
      .union([link, z.tuple([link], link).transform(([first]) => first)])
      .transform((one) => one.href)
      .pipe(z.url({ protocol: /^https?$/u })),
  ]),
  name: z.string().nullish().catch(undefined),
  summary: z.string().nullish().catch(undefined),
  width: size,
  height: size,
  blurhash: z.string().max(100).nullish().catch(undefined),
});

function readAttachment(attachment: unknown): PostAttachment[] {
  const read = attachmentShape.safeParse(attachment);
  if (!read.success) return [];
  const { type, mediaType, url, name, summary, width, height, blurhash } = read.data;
  return [
    {
      kind: kindOf(type, mediaType),
      mediaType,
      sourceUrl: url,
      alt: cleanText(name ?? summary ?? "", MAX_ALT_CHARACTERS),
      width: width ?? null,
      height: height ?? null,
      blurhash: blurhash ?? null,
    },
  ];
}

function kindOf(type: string, mediaType: string): PostAttachment["kind"] {
  const main = mediaType.split("/")[0];
  if (main === "image" || main === "video" || main === "audio") return main;
  return mediaType === "" && type === "Image" ? "image" : "other";
}

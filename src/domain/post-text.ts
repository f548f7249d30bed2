import { type ContentLink, hashtagLink, mentionLink } from "./content-html.ts";
import { escapeHtml } from "./plain-text.ts";

/** A part of a post's plain text. */
type Part =
  | { readonly kind: "text" | "link"; readonly text: string }
  /** `name@host`, or `name` of somebody here. */
  | { readonly kind: "mention"; readonly text: string; readonly handle: string }
  | { readonly kind: "hashtag"; readonly text: string; readonly tag: string };

/**
 * An address, a mention or a hashtag; each begins where no word does. A hashtag has at least one character that is no
 * digit, so that "#1" stays a number, as Mastodon has it.
 */
const SPECIAL =
  /(?<link>https?:\/\/[^\s<>"']+)|(?<![\p{L}\p{N}_/@.])@(?<handle>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?(?:@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)?)|(?<![\p{L}\p{N}_/&#])#(?<tag>[\p{L}\p{N}\p{M}_]*[\p{L}_][\p{L}\p{N}\p{M}_]*)/giu;

/** Marks that end a sentence, and brackets that an address in them does not open. */
const TRAILING = /[.,;:!?…'"»”)\]}]+$/u;

const MAX_TAG_CHARACTERS = 100;

/** The people that a text names: `name@host`, or `name` for those here; each once, in lower case. */
export const mentionedHandles = (text: string): string[] => [
  ...new Set(partsOf(text).flatMap((part) => (part.kind === "mention" ? [part.handle] : []))),
];

/** The hashtags of a text, without the # and in lower case; each once. */
export const hashtagsOf = (text: string): string[] => [
  ...new Set(partsOf(text).flatMap((part) => (part.kind === "hashtag" ? [part.tag] : []))),
];

/**
 * The HTML of a post that was written as plain text: paragraphs, line breaks, and links. Everything is escaped.
 *
 * @param links.mention gives the actor of a handle; one that is not known stays text
 * @param links.hashtag gives the page of a hashtag
 */
export function postContent(
  text: string,
  links: {
    readonly mention: (handle: string) => ContentLink | undefined;
    readonly hashtag: (tag: string) => string;
  },
): string {
  const marked = partsOf(text).map((part): string => {
    switch (part.kind) {
      case "text":
        return escapeHtml(part.text);
      case "link":
        return `<a href="${escapeHtml(part.text)}" rel="nofollow noopener noreferrer">${escapeHtml(part.text)}</a>`;
      case "mention": {
        const link = links.mention(part.handle);
        return link === undefined ? escapeHtml(part.text) : mentionLink(link);
      }
      case "hashtag":
        return hashtagLink({ href: links.hashtag(part.tag), name: part.text.slice(1) });
    }
  });
  return marked
    .join("")
    .split(/\n\s*\n/u)
    .map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br>")}</p>`)
    .join("");
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(SPECIAL)) {
    const part = readPart(match[0], match.groups ?? {});
    if (part === undefined) continue;
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push(part);
    end = match.index + part.text.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

function readPart(
  text: string,
  { link, handle, tag }: Readonly<Record<string, string | undefined>>,
): Part | undefined {
  if (link !== undefined) {
    const bare = withoutTrailing(link);
    return URL.canParse(bare) ? { kind: "link", text: bare } : undefined;
  }
  if (handle !== undefined) return { kind: "mention", text, handle: handle.toLowerCase() };
  if (tag === undefined || tag.length > MAX_TAG_CHARACTERS) return undefined;
  return { kind: "hashtag", text, tag: tag.normalize("NFC").toLowerCase() };
}

/** An address ends before the marks of the sentence around it, but keeps a bracket that it opened itself. */
function withoutTrailing(link: string): string {
  const bare = link.replace(TRAILING, "");
  return bare.includes("(") && link[bare.length] === ")" ? `${bare})` : bare;
}

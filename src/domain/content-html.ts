import { escapeHtml, paragraphs } from "./plain-text.ts";

/** A heading that every reader shows as one: several drop `h1` to `h6`, and Mastodon turns them into bold paragraphs. */
export const heading = (text: string): string => `<p><strong>${escapeHtml(text)}</strong></p>`;

/** A text under a heading; nothing where nothing was said. */
export const section = (name: string, text: string | undefined): string =>
  text === undefined || text === "" ? "" : heading(name) + paragraphs(text);

/** A list of texts. */
export const list = (tag: "ol" | "ul", items: readonly string[]): string =>
  `<${tag}>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</${tag}>`;

/** Something that the content links to: an actor by its handle, or a hashtag by its name. */
export interface ContentLink {
  /** An http or https address. */
  readonly href: string;
  /** Without the sign before it: `dermatology@hospital.example`, `Dermatology`. */
  readonly name: string;
}

/** A mention, marked up as Mastodon and its kin recognise it. */
export const mentionLink = ({ href, name }: ContentLink): string =>
  `<span class="h-card"><a href="${escapeHtml(href)}" class="u-url mention">@<span>${escapeHtml(name)}</span></a></span>`;

/** A hashtag, marked up as Mastodon and its kin recognise it. */
export const hashtagLink = ({ href, name }: ContentLink): string =>
  `<a href="${escapeHtml(href)}" class="mention hashtag" rel="tag">#<span>${escapeHtml(name)}</span></a>`;

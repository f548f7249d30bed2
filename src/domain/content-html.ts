const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML, safe as content and in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);

/** A text of several lines as paragraphs: a blank line begins a new one, a single line end is kept as a break. */
export const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n\s*\n/u)
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => `<p>${escapeHtml(paragraph.trim()).replaceAll("\n", "<br>")}</p>`)
    .join("");

/** A heading that every reader shows as one: several drop `h1` to `h6`, and Mastodon turns them into bold paragraphs. */
export const heading = (text: string): string => `<p><strong>${escapeHtml(text)}</strong></p>`;

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

import sanitizeHtml from "sanitize-html";
import { cleanLine, cleanProse } from "#domain/text.ts";

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    "p",
    "br",
    "a",
    "span",
    "strong",
    "em",
    "b",
    "i",
    "del",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
  ],
  allowedAttributes: { a: ["href", "rel"] },
  allowedSchemes: ["https", "http"],
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  transformTags: { a: sanitizeHtml.simpleTransform("a", { rel: "nofollow noopener noreferrer" }) },
};

const MAX_HTML_CHARACTERS = 10_000;
const MAX_NAME_CHARACTERS = 100;

/**
 * HTML of another server, with nothing but paragraphs, lists, emphasis and links, and no characters that
 * hide or turn others; what is too long is cut off.
 */
export const cleanHtml = (html: string): string =>
  // Afterwards, since a hidden character may come as an entity.
  cleanProse(sanitizeHtml(html.slice(0, MAX_HTML_CHARACTERS), ALLOWED));

/** A text of another server as one line without markup and without characters that hide or turn others. */
export const cleanText = (text: string, maxCharacters: number): string =>
  cleanLine(
    sanitizeHtml(text.slice(0, 10 * maxCharacters), { allowedTags: [], allowedAttributes: {} }),
  ).slice(0, maxCharacters);

/** A name of another server, as {@link cleanText}. */
export const cleanName = (name: string): string => cleanText(name, MAX_NAME_CHARACTERS);

import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** A piece of a page: text that is already escaped, or the promise of it. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/**
 * Text that a person wrote, inside a line of ours. It stands in a `<bdi>`, so that right-to-left letters and
 * bidirectional controls in it cannot reorder what stands beside it (Unicode Technical Report 36, "Bidirectional Text Spoofing").
 */
export const said = (text: string): Html => html`<bdi>${text}</bdi>`;

/** Text that a person wrote, as paragraphs: an empty line parts them, a single line break stays a line break. */
export function paragraphs(text: string): Html {
  const blocks = text
    .replaceAll(/\r\n?/gu, "\n")
    .trim()
    .split(/\s*\n\s*\n\s*/u)
    .map((block) => block.split("\n"));
  return html`${blocks.map(
    (lines) =>
      html`<p class="said" dir="auto">
        ${lines.map((line, index) => html`${index === 0 ? "" : html`<br />`}${line}`)}
      </p>`,
  )}`;
}

/** Puts words in a row: `a`, `a and b`, `a, b and c`. */
export function listed(pieces: readonly Html[]): Html {
  return html`${pieces.map((piece, index) => {
    if (index === 0) return piece;
    return index === pieces.length - 1 ? html` and ${piece}` : html`, ${piece}`;
  })}`;
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A small number in words, a larger one in digits. */
export const inWords = (number: number): string => WORDS[number] ?? number.toLocaleString("en");

/** The beginning of a sentence. */
export const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** A number and its noun: `1 opinion`, `2 opinions`, `no opinions`. */
export function count(number: number, one: string, many: string): string {
  if (number === 0) return `no ${many}`;
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

import { type ContentLink, heading, list, mentionLink, section } from "./content-html.ts";
import type { OpinionBody } from "./opinion.ts";
import { escapeHtml } from "./plain-text.ts";
import { confidenceWords } from "./words.ts";

/**
 * The HTML `content` of an opinion, all that a stranger's fediverse reader shows of it: whom it answers, the
 * differential as a numbered list with ties in one item ("A or B"), how sure its author is, what must not be missed,
 * the next steps and the reasoning. Every text is escaped.
 */
export function opinionContent(
  body: OpinionBody,
  { mentions }: { readonly mentions: readonly ContentLink[] },
): string {
  const { differential, confidence, cantMiss, nextSteps, reasoning } = body;
  return [
    mentions.length === 0 ? "" : `<p>${mentions.map(mentionLink).join(" ")}</p>`,
    heading("Differential diagnosis"),
    list(
      "ol",
      differential.map((rank) => rank.map(({ text }) => text).join(" or ")),
    ),
    `<p>${escapeHtml(confidenceWords(confidence, differential[0].length > 1))}</p>`,
    cantMiss.length === 0
      ? ""
      : heading("Not to be missed") +
        list(
          "ul",
          cantMiss.map(({ text }) => text),
        ),
    section("Next steps", nextSteps),
    section("Reasoning", reasoning),
  ].join("");
}

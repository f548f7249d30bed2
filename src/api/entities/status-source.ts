import type { StatusRecord } from "#store/statuses.ts";

/** The text that an app would show to change a status. */
export function sourceOf(record: StatusRecord): string {
  switch (record.kind) {
    case "case": {
      const { title, question, findings } = record.clinical;
      return [title, question.text, findings].filter((part) => part !== undefined).join("\n\n");
    }
    case "opinion": {
      const { differential, confidence, cantMiss, nextSteps, reasoning } = record.body;
      return [
        differential.flatMap((rank, index) => rank.map(({ text }) => `${index + 1}. ${text}`)).join("\n"),
        `${confidence} % sure`,
        cantMiss.length === 0
          ? undefined
          : `Not to be missed: ${cantMiss.map(({ text }) => text).join("; ")}`,
        nextSteps === undefined ? undefined : `Next steps: ${nextSteps}`,
        reasoning,
      ]
        .filter((part) => part !== undefined)
        .join("\n");
    }
    case "comment":
      return plainText(record.content);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What our own `paragraphs` made of a text, back. */
export const plainText = (html: string): string =>
  html
    .replaceAll(/<br\s*\/?>/gu, "\n")
    .replaceAll(/<\/p>\s*<p>/gu, "\n\n")
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/&(amp|lt|gt|quot|#39);/gu, (whole, name: string) => ENTITIES[name] ?? whole);

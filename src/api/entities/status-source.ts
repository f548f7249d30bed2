import { findPostRow } from "#store/posts.ts";
import type { CaseStatus, OpinionStatus, StatusRecord } from "#store/statuses.ts";
import type { Instance } from "#instance";

/** What an app shows to change a status: its text, and the content warning. */
export async function sourceOf(
  instance: Instance,
  record: StatusRecord,
): Promise<{ readonly text: string; readonly warning: string }> {
  switch (record.kind) {
    case "case":
      return { text: caseSource(record), warning: "" };
    case "opinion":
      return { text: opinionSource(record), warning: "" };
    case "comment":
      return { text: plainText(record.content), warning: "" };
    case "post": {
      const row = await findPostRow(instance.db, record.id);
      return { text: row?.source ?? plainText(record.post.content), warning: record.post.summary };
    }
    case "boost":
      return sourceOf(instance, record.of);
  }
}

const caseSource = ({ clinical: { title, question, findings } }: CaseStatus): string =>
  [title, question.text, findings].filter((part) => part !== undefined).join("\n\n");

function opinionSource({ body }: OpinionStatus): string {
  const { differential, confidence, cantMiss, nextSteps, reasoning } = body;
  const ranks = differential.flatMap((rank, index) => rank.map(({ text }) => `${index + 1}. ${text}`));
  return [
    ranks.join("\n"),
    `${confidence} % sure`,
    cantMiss.length === 0 ? undefined : `Not to be missed: ${cantMiss.map(({ text }) => text).join("; ")}`,
    nextSteps === undefined ? undefined : `Next steps: ${nextSteps}`,
    reasoning,
  ]
    .filter((part) => part !== undefined)
    .join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What our own `paragraphs` made of a text, back. */
export const plainText = (html: string): string =>
  html
    .replaceAll(/<br\s*\/?>/gu, "\n")
    .replaceAll(/<\/p>\s*<p>/gu, "\n\n")
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/&(amp|lt|gt|quot|#39);/gu, (whole, name: string) => ENTITIES[name] ?? whole);

import type { FormFields } from "./case-draft.ts";

/** What an opinion says of its confidence that does not say it: as likely as not. */
const UNSTATED_CONFIDENCE = "50";

/** A number and what stands on it, at the beginning of a line or after another such piece: "1. …", "2) …". */
const ITEM = /(?:^|\s)([1-9]\d?)[.)]\s+(?=\S)/gu;

/**
 * Reads a reply that begins with a ranked list, as the form that answers would send it (see `readOpinionDraft`): "1. … 2. …",
 * each on its own line or all on one, equal numbers tied. After the list, lines that begin with "Can't miss:", "Next steps:"
 * and "70 % sure" are read as what they say, and everything else is the reasoning. `undefined` where the text begins with
 * no such list.
 */
export function readRankedReply(text: string): FormFields | undefined {
  const lines = withoutMentions(text).split(/\r\n?|\n/u);
  const list: string[] = [];
  let rest = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" && list.length === 0) continue;
    if (!/^\s*[1-9]\d?[.)]\s+\S/u.test(line)) {
      rest = index;
      break;
    }
    list.push(line.trim());
    rest = index + 1;
  }
  const items = list.flatMap(itemsOf);
  if (items[0]?.rank !== "1") return undefined;
  const fields: Record<string, string> = { confidence: UNSTATED_CONFIDENCE };
  for (const [index, { rank, text }] of items.entries()) {
    fields[`diagnosis-${index + 1}`] = text;
    fields[`rank-${index + 1}`] = rank;
  }
  return { ...fields, ...readRest(lines.slice(rest)) };
}

/** Apps begin a reply with whom it answers. */
const withoutMentions = (text: string): string => text.replace(/^(?:\s*@[\w.-]+(?:@[\w.:-]+)?)+\s*/u, "");

function itemsOf(line: string): { readonly rank: string; readonly text: string }[] {
  const starts = [...line.matchAll(ITEM)];
  return starts.flatMap((start, index) => {
    const text = line
      .slice(start.index + start[0].length, starts[index + 1]?.index ?? line.length)
      .trim()
      .replace(/[,;]$/u, "");
    return text === "" ? [] : [{ rank: start[1] ?? "", text }];
  });
}

const LABELS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:can['’]?t miss|not to be missed|must not miss|exclude)\s*:\s*/iu, "cant-miss"],
  [/^\s*next(?: steps?)?\s*:\s*/iu, "next-steps"],
];
const CONFIDENCE =
  /^\s*(?:confidence\s*:?\s*)?(\d{1,3})\s*%?\s*(?:sure|certain|confident)?\s*(?:of the first.*)?[.!]?\s*$/iu;

function readRest(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  const reasoning: string[] = [];
  for (const line of lines) {
    const confidence = CONFIDENCE.exec(line)?.[1];
    const label = LABELS.find(([pattern]) => pattern.test(line));
    if (confidence !== undefined && Number(confidence) <= 100) fields["confidence"] = confidence;
    else if (label === undefined) reasoning.push(line);
    else {
      const [pattern, name] = label;
      const said = line.replace(pattern, "").trim();
      // Several diagnoses on a line are parted by semicolons; the form has one on a line.
      const value = name === "cant-miss" ? said.split(/\s*;\s*/u).join("\n") : said;
      fields[name] = [fields[name], value].filter((part) => part !== undefined).join("\n");
    }
  }
  const text = reasoning.join("\n").trim();
  return text === "" ? fields : { ...fields, reasoning: text };
}

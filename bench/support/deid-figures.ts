import { IDENTIFIER_KINDS, type IdentifierKind } from "#domain/identifier.ts";
import type { Label, LabelledText } from "./labelled-text.ts";
import { median, quantile } from "./result.ts";

/** How many identifiers there are, and the part of them of which every letter and digit was found. */
export interface Recall {
  readonly labels: number;
  readonly recall: number;
}

/** What the search for identifiers did on a set of texts. Parts are from 0 to 1. */
export interface DeidFigures extends Recall {
  readonly texts: number;
  readonly names: Recall;
  /** Everything that is a number or a code; neither dates nor ages. */
  readonly numbers: Recall;
  readonly byKind: Readonly<Partial<Record<IdentifierKind, Recall>>>;
  readonly finds: number;
  /** The part of the finds that touch an identifier. */
  readonly precision: number;
  readonly cleanTexts: number;
  /** The part of the texts without an identifier in which something was found. */
  readonly cleanFlagged: number;
  readonly millisecondsMedian: number;
  readonly millisecondsP95: number;
}

/** A text, what is in it, what was found, and how long that took. */
export interface Searched extends LabelledText {
  readonly finds: readonly { readonly start: number; readonly end: number }[];
  readonly milliseconds: number;
}

const NO_NUMBERS: ReadonlySet<IdentifierKind> = new Set(["name", "place", "date", "age", "email", "url"]);

export function deidFigures(searched: readonly Searched[]): DeidFigures {
  const judged = searched.flatMap((one) =>
    one.labels.map((label) => ({ kind: label.kind, isFound: isWhollyFound(one, label) })),
  );
  const recall = (isWanted: (kind: IdentifierKind) => boolean): Recall => {
    const wanted = judged.filter(({ kind }) => isWanted(kind));
    return { labels: wanted.length, recall: part(wanted, ({ isFound }) => isFound) };
  };
  const kinds = IDENTIFIER_KINDS.filter((kind) => judged.some((one) => one.kind === kind));
  const finds = searched.flatMap(({ labels, finds }) =>
    finds.map((find) => labels.some((label) => label.start < find.end && find.start < label.end)),
  );
  const clean = searched.filter(({ labels }) => labels.length === 0);
  const times = searched.map(({ milliseconds }) => milliseconds);
  return {
    texts: searched.length,
    ...recall(() => true),
    names: recall((kind) => kind === "name"),
    numbers: recall((kind) => !NO_NUMBERS.has(kind)),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, recall((other) => other === kind)])),
    finds: finds.length,
    precision: part(finds, (touches) => touches),
    cleanTexts: clean.length,
    cleanFlagged: part(clean, ({ finds }) => finds.length > 0),
    millisecondsMedian: median(times),
    millisecondsP95: quantile(times, 0.95),
  };
}

/** Whether every letter and digit of an identifier lies in a find. */
export function isWhollyFound({ text, finds }: Pick<Searched, "text" | "finds">, label: Label): boolean {
  for (let at = label.start; at < label.end; at++) {
    const isCovered = finds.some(({ start, end }) => start <= at && at < end);
    if (!isCovered && /[\p{L}\p{N}]/u.test(text.charAt(at))) return false;
  }
  return true;
}

/** NaN becomes 1: of nothing, all. */
function part<Item>(items: readonly Item[], isCounted: (item: Item) => boolean): number {
  return items.length === 0 ? 1 : items.filter(isCounted).length / items.length;
}

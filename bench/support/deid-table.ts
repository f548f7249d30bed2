import { IDENTIFIER_KINDS } from "#domain/identifier.ts";
import type { DeidFigures, Recall } from "./deid-figures.ts";

/** A table of what was found in each set, as Markdown: one column a set, recall by kind below. */
export function deidTable(sets: Readonly<Record<string, DeidFigures>>): string {
  const columns = Object.entries(sets);
  const line = (name: string, cell: (figures: DeidFigures) => string): string[] => [
    name,
    ...columns.map(([, figures]) => cell(figures)),
  ];
  const lines = [
    ["found", ...columns.map(([name]) => name)],
    line("texts", ({ texts }) => String(texts)),
    line("recall", recallCell),
    line("… of names", ({ names }) => recallCell(names)),
    line("… of numbers", ({ numbers }) => recallCell(numbers)),
    line("precision", ({ precision, finds }) => `${precision.toFixed(3)} of ${finds}`),
    line(
      "clean texts flagged",
      ({ cleanFlagged, cleanTexts }) => `${percent(cleanFlagged)} of ${cleanTexts}`,
    ),
    line("ms a text, median", ({ millisecondsMedian }) => millisecondsMedian.toFixed(1)),
    line("ms a text, p95", ({ millisecondsP95 }) => millisecondsP95.toFixed(1)),
    ...IDENTIFIER_KINDS.map((kind) => line(kind, ({ byKind }) => recallCell(byKind[kind]))),
  ];
  const widths = [0, ...columns.map((_, index) => index + 1)].map((column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? "").length)),
  );
  const [head = "", ...rest] = lines.map(
    (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`,
  );
  return [head, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest].join("\n");
}

const recallCell = (recall: Recall | undefined): string =>
  recall === undefined ? "" : `${recall.recall.toFixed(3)} of ${recall.labels}`;
const percent = (part: number): string => `${Math.round(part * 100)} %`;

import type { RowResult } from "./result.ts";

const HEAD = ["row", "ours", "floor", "ratio", "times stock", "spread", "further"];

/** The table as Markdown, which reads well on a terminal too. */
export function table(rows: readonly RowResult[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const [head = "", ...rest] = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [head, rule, ...rest].join("\n");
}

const cells = (row: RowResult): string[] => [
  row.name,
  `${figure(row.value)} ${row.unit}`,
  row.floor === null ? "" : figure(row.floor),
  row.ratio === null ? "" : row.ratio.toFixed(2),
  row.timesStock === undefined ? "" : row.timesStock.toFixed(1),
  `${Math.round(row.spread * 100)} %`,
  Object.entries(row.details ?? {})
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(", "),
];

const figure = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toPrecision(3));

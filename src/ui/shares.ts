/** One row of a chart of shares. */
export interface Share {
  /** "46 %", "under 1 %". */
  readonly percent: string;
  /** Length of the bar, 0 to 100, at most two decimals. */
  readonly width: number;
}

/** Turns scores (0 to 1) into what a chart shows; the scale is always 0 to 100 %, so that bars of two cases compare. */
export function shares<Row extends { readonly score: number }>(rows: readonly Row[]): (Row & Share)[] {
  return rows.map((row) => {
    const score = Number.isFinite(row.score) ? Math.min(Math.max(row.score, 0), 1) : 0;
    return Object.assign({}, row, { percent: percentWords(score), width: Math.round(score * 10_000) / 100 });
  });
}

/** Rounded to whole percents, yet never to "0 %" for something or to "100 %" for less than all. */
function percentWords(score: number): string {
  const percent = Math.round(score * 100);
  if (score > 0 && percent === 0) return "under 1 %";
  if (score < 1 && percent === 100) return "over 99 %";
  return `${percent} %`;
}

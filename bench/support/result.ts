/** What a row of the table says. */
export interface RowResult {
  readonly name: string;
  /** Median of our rounds. */
  readonly value: number;
  readonly unit: string;
  /** Median of the floor's rounds: the same thing done by the least code that can do it; null where there is none. */
  readonly floor: number | null;
  /** Ours over the floor for rates, the floor over ours for times and sizes: 1 is the limit. */
  readonly ratio: number | null;
  /** (largest - smallest) / median of the ratios of the rounds, or of our values where there is no floor. */
  readonly spread: number;
  readonly rounds: number;
  /** How many times stock Fedify's median ours is, where that is measured in the same rounds. */
  readonly timesStock?: number;
  /** Further figures by name, with the unit in the name. */
  readonly details?: Readonly<Record<string, number>> | undefined;
}

/** The values of each side, round by round. */
export interface Sides {
  readonly ours: readonly number[];
  readonly floor: readonly number[];
  readonly stock?: readonly number[];
}

interface Named {
  readonly name: string;
  readonly unit: string;
  readonly details?: RowResult["details"];
}

/** A row of something of which more is better. */
export const rateRow = (named: Named, sides: Sides): RowResult =>
  row(named, sides, (ours, other) => ours / other);

/** A row of something of which less is better: a time, or a size. */
export const costRow = (named: Named, sides: Sides): RowResult =>
  row(named, sides, (ours, other) => other / ours);

/** A row of something that is measured for itself. */
export const plainRow = (named: Named, values: readonly number[]): RowResult => ({
  ...named,
  value: median(values),
  floor: null,
  ratio: null,
  spread: spread(values),
  rounds: values.length,
});

function row(named: Named, sides: Sides, compare: (ours: number, other: number) => number): RowResult {
  const { ours, floor, stock } = sides;
  const value = median(ours);
  return {
    ...named,
    value,
    floor: median(floor),
    ratio: compare(value, median(floor)),
    spread: spread(ours.map((one, round) => compare(one, floor[round] ?? Number.NaN))),
    rounds: ours.length,
    ...(stock !== undefined && { timesStock: compare(value, median(stock)) }),
  };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value below which that part of all lies; of two neighbours the mean where it falls between them. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

const spread = (values: readonly number[]): number =>
  (Math.max(...values) - Math.min(...values)) / median(values);

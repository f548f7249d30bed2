import type { Reading } from "#demo/reading-files.ts";
import { DEFAULT_POOLING } from "#domain/pooling/rules.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { type Random, resampledMean } from "./random.ts";

/** What pooling five adds to one alone, among cases whose pools lean on their first diagnosis alike. */
export interface PoolingGain {
  /** The mean share of the first diagnosis in the case's pools of five is at least `from` and below `to`. */
  readonly from: number;
  readonly to: number;
  readonly cases: number;
  /** How often one reader's first diagnosis is what the left-out reader ranks first. */
  readonly alone: number;
  readonly pooled: number;
  /** `pooled` less `alone`, with its 95 % interval. */
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

const BANDS = [0, 0.4, 0.6, 0.8];

/** Shows where pooling helps and where it does not, on cases with six readers or more, by the default rule. */
export function poolingGains(readings: readonly Reading[], random: Random): readonly PoolingGain[] {
  const scored = readings.flatMap((reading) => {
    const one = leaveOneOut(reading, 1, [DEFAULT_POOLING], random)?.get(DEFAULT_POOLING);
    const five = leaveOneOut(reading, 5, [DEFAULT_POOLING], random)?.get(DEFAULT_POOLING);
    if (one === undefined || five === undefined) return [];
    const leader = five.said.reduce((sum, { share }) => sum + share, 0) / five.said.length;
    return [{ alone: one.top1, pooled: five.top1, leader }];
  });
  return BANDS.flatMap((from, index) => {
    const to = BANDS[index + 1] ?? 1;
    const band = scored.filter(({ leader }) => leader >= from && (leader < to || to === 1));
    if (band.length === 0) return [];
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, one) => sum + one, 0) / values.length;
    const gain = resampledMean(
      random,
      band.map(({ alone, pooled }) => pooled - alone),
    );
    return {
      from,
      to,
      cases: band.length,
      alone: mean(band.map(({ alone }) => alone)),
      pooled: mean(band.map(({ pooled }) => pooled)),
      gain: gain.mean,
      low: gain.low,
      high: gain.high,
    };
  });
}

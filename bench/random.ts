/** A number from 0 to below 1. */
export type Random = () => number;

/** A seeded source of random numbers (mulberry32), so that every run gives the same figures. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to below `below`. */
export const drawIndex = (random: Random, below: number): number => Math.floor(random() * below);

/** `count` of the items, in a random order (Fisher and Yates). */
export function drawSome<T>(random: Random, items: readonly T[], count: number): readonly T[] {
  const rest = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () =>
    rest.splice(drawIndex(random, rest.length), 1),
  ).flat();
}

/** The mean, and between which values 95 % of the means lie when the items are drawn anew with replacement (percentile bootstrap). */
export function resampledMean(
  random: Random,
  values: readonly number[],
  rounds = 1000,
): { readonly mean: number; readonly low: number; readonly high: number } {
  const meanOf = (valueOf: (index: number) => number): number =>
    values.reduce((sum, _, index) => sum + valueOf(index), 0) / values.length;
  const means = Array.from({ length: rounds }, () =>
    meanOf(() => values[drawIndex(random, values.length)] ?? 0),
  ).sort((one, other) => one - other);
  return {
    mean: meanOf((index) => values[index] ?? 0),
    low: means[Math.floor(rounds * 0.025)] ?? 0,
    high: means[Math.ceil(rounds * 0.975) - 1] ?? 0,
  };
}

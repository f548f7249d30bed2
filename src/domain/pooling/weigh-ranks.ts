import type { Concept } from "../concepts.ts";
import type { Shares, Vote } from "./vote.ts";

/**
 * Spreads one opinion over its diagnoses: rank r, counted from 0, weighs `weightOf(r)`, shared equally by those tied on it,
 * and the weights are scaled to sum to one.
 */
export function weighRanks({ ranks }: Vote, weightOf: (rank: number) => number): Shares {
  const total = ranks.reduce((sum, _, r) => sum + weightOf(r), 0);
  const shares = new Map<Concept, number>();
  for (const [r, rank] of ranks.entries()) {
    const share = weightOf(r) / rank.length / total;
    for (const concept of rank) shares.set(concept, (shares.get(concept) ?? 0) + share);
  }
  return shares;
}

/** The weights 1, 1/2, 1/3 …, on which most rules stand; see `inverse-rank.ts`. */
export const byInverseRank = (vote: Vote): Shares => weighRanks(vote, (r) => 1 / (r + 1));

/** The mean of distributions, each with a weight above 0 (a linear opinion pool: Stone, Ann Math Stat 1961;32:1339). */
export function weightedMean(distributions: readonly Shares[], weights: readonly number[]): Shares {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sums = new Map<Concept, number>();
  for (const [index, distribution] of distributions.entries()) {
    const weight = weights[index] ?? 0;
    for (const [concept, share] of distribution) {
      sums.set(concept, (sums.get(concept) ?? 0) + share * weight);
    }
  }
  return new Map([...sums].map(([concept, sum]) => [concept, sum / total]));
}

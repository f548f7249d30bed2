import type { PoolingRule, ReaderRecord } from "./vote.ts";
import { byInverseRank, weightedMean } from "./weigh-ranks.ts";

/** Below so many resolved cases a record says more about luck than about its owner. */
export const RECORD_FROM = 20;

/** How often a physician alone is right: Barnett et al., JAMA Netw Open 2019;2(3):e190096. Whoever is so weighs 1. */
export const TYPICAL_ACCURACY = 0.625;

/**
 * As the rank-weighted rule, but an opinion weighs what its author's record says ({@link recordWeight}): between a half
 * and one and a half, and 1 without a record of twenty resolved cases.
 *
 * Weighting by competence: Nitzan and Paroush, "Optimal decision rules in uncertain dichotomous choice situations", Int Econ Rev
 * 1982;23:289. Their log-odds are for two choices and known competence; the shrunk and bounded ratio is ours.
 */
export const recordWeighted: PoolingRule = (votes) =>
  weightedMean(
    votes.map(byInverseRank),
    votes.map(({ record }) => recordWeight(record)),
  );

/** The author's accuracy over the typical one, shrunk to 1 as if they had twenty more cases of typical luck. */
export function recordWeight(record: ReaderRecord | undefined): number {
  if (record === undefined || record.resolved < RECORD_FROM) return 1;
  const trust = record.resolved / (record.resolved + RECORD_FROM);
  return Math.min(1.5, Math.max(0.5, 1 + trust * (record.rightFirst / TYPICAL_ACCURACY - 1)));
}

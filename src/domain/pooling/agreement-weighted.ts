import type { PoolingRule, Shares } from "./vote.ts";
import { byInverseRank, weightedMean } from "./weigh-ranks.ts";

/**
 * As the rank-weighted rule, but an opinion weighs ½ plus its mean agreement with each of the others: one that is shared
 * by all weighs three times one that is shared by nobody, which still counts. Two opinions agree as far as a diagnosis drawn
 * from each by its weights is the same.
 *
 * That readers who decide as others do are more often right, so that their similarity can stand in for a truth that is
 * not known: Kurvers et al., "How to detect high-performing individuals and groups: Decision similarity predicts accuracy", Sci Adv
 * 2019;5:eaaw9011. They measure it over many cases; within one case, and bounded, it is ours.
 */
export const agreementWeighted: PoolingRule = (votes) => {
  const weights = votes.map(byInverseRank);
  const mean = weightedMean(
    weights,
    weights.map(() => 1),
  );
  // Agreement is linear: its mean over the others follows from the one with the mean of all.
  const others = Math.max(1, votes.length - 1);
  return weightedMean(
    weights,
    weights.map((own) => 0.5 + (votes.length * agreement(own, mean) - agreement(own, own)) / others),
  );
};

function agreement(one: Shares, other: Shares): number {
  let sum = 0;
  for (const [concept, share] of one) sum += share * (other.get(concept) ?? 0);
  return sum;
}

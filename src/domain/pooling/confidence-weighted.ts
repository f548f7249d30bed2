import type { PoolingRule } from "./vote.ts";
import { byInverseRank, weightedMean } from "./weigh-ranks.ts";

/**
 * As the rank-weighted rule, but an opinion weighs ½ + confidence/100: one given as certain weighs three times one
 * given as a guess, and no more, so that boldness alone never outvotes two colleagues.
 *
 * Weighting votes by confidence: Meyen et al., "Group decisions based on confidence weighted majority voting", Cogn Res
 * Princ Implic 2021;6:18. Their weight, the log-odds of being right, grows without bound; the bound is ours.
 */
export const confidenceWeighted: PoolingRule = (votes) =>
  weightedMean(
    votes.map(byInverseRank),
    votes.map(({ confidence }) => 0.5 + confidence / 100),
  );

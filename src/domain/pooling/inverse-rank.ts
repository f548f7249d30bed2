import type { PoolingRule } from "./vote.ts";
import { byInverseRank, weightedMean } from "./weigh-ranks.ts";

/**
 * Rank r of an opinion weighs 1/r, shared equally by the diagnoses tied on it; an opinion's weights are scaled to sum to
 * one; the pool is their mean. So `[[A], [B, C]]` alone gives A 2/3, B 1/6, C 1/6.
 *
 * The 1/r rule for pooling physicians' differentials is that of Barnett et al., "Comparative Accuracy of Diagnosis by
 * Collective Intelligence of Multiple Physicians vs Individual Physicians", JAMA Netw Open 2019;2(3):e190096; ranks with
 * ties, each sharing its inverse rank, follow the inverse rank normalization of Stutz et al., "Evaluating AI systems under
 * uncertain ground truth: a case study in dermatology", 2023, arXiv:2307.02191.
 */
export const inverseRank: PoolingRule = (votes) =>
  weightedMean(
    votes.map(byInverseRank),
    votes.map(() => 1),
  );

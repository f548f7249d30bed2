import type { PoolingRule } from "./vote.ts";
import { weightedMean, weighRanks } from "./weigh-ranks.ts";

/**
 * Only first ranks count, shared equally where several are tied; the pool is their mean. What nobody ranks first has
 * the share 0. The rule that pooled dermatologists and radiologists in Kurvers et al., "Boosting medical diagnostics by pooling
 * independent judgments", PNAS 2016;113:8777.
 */
export const plurality: PoolingRule = (votes) =>
  weightedMean(
    votes.map((vote) => weighRanks(vote, (r) => (r === 0 ? 1 : 0))),
    votes.map(() => 1),
  );

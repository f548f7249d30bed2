import { agreementWeighted } from "./agreement-weighted.ts";
import { confidenceWeighted } from "./confidence-weighted.ts";
import { inverseRank } from "./inverse-rank.ts";
import { plackettLuce } from "./plackett-luce.ts";
import { plurality } from "./plurality.ts";
import { recordWeighted } from "./record-weighted.ts";
import type { PoolingRule } from "./vote.ts";

/** The rules by the names that configuration, cases on the wire and pages use. */
export const POOLING_RULES = {
  "inverse-rank": inverseRank,
  plurality,
  "confidence-weighted": confidenceWeighted,
  "agreement-weighted": agreementWeighted,
  "record-weighted": recordWeighted,
  "plackett-luce": plackettLuce,
} as const satisfies Record<string, PoolingRule>;

export type PoolingName = keyof typeof POOLING_RULES;

/** Chosen by how well it predicts a reader who was left out: see docs/pooling.md. */
export const DEFAULT_POOLING: PoolingName = "inverse-rank";

export const isPoolingName = (name: string): name is PoolingName => Object.hasOwn(POOLING_RULES, name);

export const POOLING_NAMES: readonly PoolingName[] = Object.keys(POOLING_RULES).filter(isPoolingName);

/** The rule that a case asks for; the default where it asks for none, or for one that is not known here. */
export const poolingOf = (asked: string | undefined): PoolingName =>
  asked !== undefined && isPoolingName(asked) ? asked : DEFAULT_POOLING;

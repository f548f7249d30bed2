import { type Concept, type ConceptOf, connectDiagnoses } from "./concepts.ts";
import type { Coding, Diagnosis, Differential } from "./diagnosis.ts";
import type { OpinionBody } from "./opinion.ts";
import { compareText } from "./text.ts";
import type { Admitted } from "./trust.ts";

/** What the consensus needs to know of an opinion. */
export interface PooledOpinion {
  /** The opinion's ActivityPub id. */
  readonly uri: string;
  /** Whoever gave it: one key for one physician. */
  readonly author: string;
  /** The author's institution, by its host. */
  readonly institution: string;
  readonly publishedAt: Date;
  readonly body: Pick<OpinionBody, "differential" | "cantMiss">;
}

/** A diagnosis in the pooled ranking. */
export interface ConsensusEntry {
  /** The spelling most used; among equally used ones the first by code units. */
  readonly diagnosis: string;
  readonly codings: readonly Coding[];
  /** Its share of the pool, above 0 and at most 1, to twelve decimals. */
  readonly score: number;
  /** How many opinions have it on their first rank, alone or tied. */
  readonly rankedFirstBy: number;
  /** How many opinions have it on any rank. */
  readonly namedBy: number;
}

/** A diagnosis that somebody says must be excluded. */
export interface CantMiss {
  readonly diagnosis: string;
  readonly codings: readonly Coding[];
  /** How many opinions say so. */
  readonly namedBy: number;
}

/** How far the opinions lie from their consensus; see {@link poolOpinions}. */
export interface Spread {
  /** 0 (all the same) to below 1. */
  readonly value: number;
  readonly word: "narrow" | "moderate" | "wide";
}

export interface Consensus {
  readonly kind: "pooled";
  /** The opinions counted: one for each physician. */
  readonly n: number;
  /** The institutions that they come from. */
  readonly institutions: number;
  /** Every diagnosis named, best first; equal scores by text. The scores sum to 1. */
  readonly entries: readonly ConsensusEntry[];
  readonly spread: Spread;
  /** Every diagnosis that somebody ranked first, other than the leading one; in the order of the entries. */
  readonly dissent: readonly ConsensusEntry[];
  /** Every diagnosis that somebody says must be excluded, however many rank it and however low; most named first. */
  readonly cantMiss: readonly CantMiss[];
}

/** Too few opinions say more about their authors than about the case. */
export interface TooFew {
  readonly kind: "too-few";
  readonly n: number;
  readonly minimum: number;
}

export const MINIMUM_OPINIONS = 3;

/**
 * Pools admitted opinions into one ranking.
 *
 * Rank r of an opinion carries the weight 1/r, shared equally by the diagnoses tied on it; an opinion's weights are scaled
 * to sum to one; the consensus is their mean over the opinions. So `[[A], [B, C]]` alone gives A 2/3, B 1/6, C 1/6.
 * The 1/r rule for pooling physicians' differentials is that of Barnett et al., "Comparative Accuracy of Diagnosis by
 * Collective Intelligence of Multiple Physicians vs Individual Physicians", JAMA Netw Open 2019;2(3):e190096; ranks
 * with ties, each sharing its inverse rank, follow the inverse rank normalization of Stutz et al., "Evaluating AI systems under
 * uncertain ground truth: a case study in dermatology", 2023, arXiv:2307.02191.
 *
 * Diagnoses are the same when connected through an equal code or folded text ({@link connectDiagnoses}); those not to be
 * missed connect too. Two entries of one opinion that others' codes show to be the same add their weights, and count
 * that opinion once. A physician counts once: the opinion given first, by its time and then its id.
 *
 * The spread is the mean, over the opinions, of the total variation distance between the opinion's weights and the
 * consensus: the share of its weight that an average opinion puts elsewhere. Where everybody names one diagnosis it
 * equals the Gini-Simpson index (Simpson, "Measurement of Diversity", Nature 1949;163:688), the chance that two
 * opinions drawn at random differ. Unlike the entropy of the pooled scores it is 0 when all give the same long
 * differential. Below a quarter reads "narrow", from a half "wide" (two even camps have a half); these limits are ours.
 *
 * The result depends on the opinions alone, not on their order, so that every institution computes the same.
 */
export function poolOpinions(
  opinions: readonly Admitted<PooledOpinion>[],
  { minimum = MINIMUM_OPINIONS }: { readonly minimum?: number } = {},
): Consensus | TooFew {
  const counted = firstOfEachAuthor(opinions);
  const n = counted.length;
  if (n === 0 || n < minimum) return { kind: "too-few", n, minimum };
  const conceptOf = connectDiagnoses(diagnosesOf(counted));
  const weighed = counted.map(({ body }) => weigh(body.differential, conceptOf));

  const tallies = new Map<Concept, { sum: number; first: number; named: number }>();
  for (const { weights, first } of weighed) {
    for (const [concept, weight] of weights) {
      const tally = tallies.get(concept) ?? { sum: 0, first: 0, named: 0 };
      tally.sum += weight;
      tally.named += 1;
      if (first.has(concept)) tally.first += 1;
      tallies.set(concept, tally);
    }
  }
  const entries = [...tallies]
    .map(([{ text, codings }, { sum, first, named }]) => ({
      diagnosis: text,
      codings,
      score: toTwelveDecimals(sum / n),
      rankedFirstBy: first,
      namedBy: named,
    }))
    .sort((one, other) => other.score - one.score || compareText(one.diagnosis, other.diagnosis));

  const distances = weighed.map(({ weights }) => {
    let shared = 0;
    for (const [concept, weight] of weights) shared += Math.min(weight, (tallies.get(concept)?.sum ?? 0) / n);
    return 1 - shared;
  });
  return {
    kind: "pooled",
    n,
    institutions: new Set(counted.map(({ institution }) => institution)).size,
    entries,
    spread: spreadOf(distances),
    dissent: entries.slice(1).filter(({ rankedFirstBy }) => rankedFirstBy > 0),
    cantMiss: tallyCantMiss(counted, conceptOf),
  };
}

/** One opinion for each author, in the order in which they were given: sums run in that order on every machine. */
function firstOfEachAuthor(opinions: readonly Admitted<PooledOpinion>[]): readonly PooledOpinion[] {
  const first = new Map<string, PooledOpinion>();
  const inOrder = opinions.toSorted(
    (one, other) =>
      one.publishedAt.getTime() - other.publishedAt.getTime() || compareText(one.uri, other.uri),
  );
  for (const opinion of inOrder) if (!first.has(opinion.author)) first.set(opinion.author, opinion);
  return [...first.values()];
}

function* diagnosesOf(opinions: readonly PooledOpinion[]): Iterable<Diagnosis> {
  for (const { body } of opinions) {
    for (const rank of body.differential) yield* rank;
    yield* body.cantMiss;
  }
}

/** The weights of one opinion, which sum to one, and the concepts on its first rank. */
function weigh(differential: Differential, conceptOf: ConceptOf) {
  const weights = new Map<Concept, number>();
  const total = differential.reduce((sum, _, r) => sum + 1 / (r + 1), 0);
  for (const [r, rank] of differential.entries()) {
    const share = 1 / (r + 1) / rank.length / total;
    for (const diagnosis of rank) {
      const concept = conceptOf(diagnosis);
      weights.set(concept, (weights.get(concept) ?? 0) + share);
    }
  }
  return { weights, first: new Set(differential[0].map((diagnosis) => conceptOf(diagnosis))) };
}

function spreadOf(distances: readonly number[]): Spread {
  const value = toTwelveDecimals(distances.reduce((sum, distance) => sum + distance, 0) / distances.length);
  if (value < 0.25) return { value, word: "narrow" };
  return { value, word: value < 0.5 ? "moderate" : "wide" };
}

function tallyCantMiss(opinions: readonly PooledOpinion[], conceptOf: ConceptOf): readonly CantMiss[] {
  const counts = new Map<Concept, number>();
  for (const { body } of opinions) {
    for (const concept of new Set(body.cantMiss.map((diagnosis) => conceptOf(diagnosis)))) {
      counts.set(concept, (counts.get(concept) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([{ text, codings }, namedBy]) => ({ diagnosis: text, codings, namedBy }))
    .sort((one, other) => other.namedBy - one.namedBy || compareText(one.diagnosis, other.diagnosis));
}

/** Sums of the same shares in another order may differ in the last bits; rounded, equal scores are equal. */
const toTwelveDecimals = (value: number): number => Math.round(value * 1e12) / 1e12;

import { type Concept, type ConceptOf, connectDiagnoses } from "./concepts.ts";
import type { Coding, Diagnosis } from "./diagnosis.ts";
import type { OpinionBody } from "./opinion.ts";
import { DEFAULT_POOLING, POOLING_RULES, type PoolingName } from "./pooling/rules.ts";
import type { ReaderRecord, Shares, Vote } from "./pooling/vote.ts";
import { byInverseRank, weightedMean } from "./pooling/weigh-ranks.ts";
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
  readonly body: Pick<OpinionBody, "differential" | "cantMiss" | "confidence">;
  /** What is known of how often the author was right; absent where no institution vouches for it. */
  readonly record?: ReaderRecord | undefined;
}

/** A diagnosis in the pooled ranking. */
export interface ConsensusEntry {
  /** The spelling most used; among equally used ones the first by code units. */
  readonly diagnosis: string;
  readonly codings: readonly Coding[];
  /** Its share of the pool, 0 to 1, to twelve decimals; 0 only where a rule counts first ranks alone. */
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
  /** The rule that made the shares. */
  readonly rule: PoolingName;
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
 * Pools admitted opinions into one ranking, by the rule that the case's home institution chose (`pooling/`).
 *
 * Diagnoses are the same when {@link connectDiagnoses} says so; those not to be missed connect too. Two entries of one
 * opinion that others' codes show to be the same add their weights, and count that opinion once. A physician counts once: the
 * opinion given first, by its time and then its id.
 *
 * The spread is the same whatever the rule: the mean, over the opinions, of the total variation distance between the
 * opinion's rank weights and their mean, which is the share of its weight that an average opinion puts elsewhere. Where
 * everybody names one diagnosis it equals the Gini-Simpson index (Simpson, "Measurement of Diversity", Nature 1949;163:688), the
 * chance that two opinions drawn at random differ. Unlike the entropy of the pooled scores it is 0 when all give the same
 * long differential. Below a quarter reads "narrow", from a half "wide" (two even camps have a half); these limits are ours.
 *
 * The result depends on the opinions and the rule alone, not on their order, so that every institution computes the same.
 */
export function poolOpinions(
  opinions: readonly Admitted<PooledOpinion>[],
  options: { readonly minimum?: number; readonly rule?: PoolingName } = {},
): Consensus | TooFew {
  const { minimum = MINIMUM_OPINIONS, rule = DEFAULT_POOLING } = options;
  const counted = firstOfEachAuthor(opinions);
  const n = counted.length;
  if (n === 0 || n < minimum) return { kind: "too-few", n, minimum };
  const conceptOf = connectDiagnoses(diagnosesOf(counted));
  const votes = counted.map((opinion) => voteOf(opinion, conceptOf));
  const entries = rankedEntries(votes, POOLING_RULES[rule](votes));
  return {
    kind: "pooled",
    rule,
    n,
    institutions: new Set(counted.map(({ institution }) => institution)).size,
    entries,
    spread: spreadOf(votes),
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

const voteOf = ({ body, record }: PooledOpinion, conceptOf: ConceptOf): Vote => ({
  ranks: body.differential.map((rank) => rank.map((diagnosis) => conceptOf(diagnosis))),
  confidence: body.confidence,
  record,
});

function rankedEntries(votes: readonly Vote[], shares: Shares): readonly ConsensusEntry[] {
  const tallies = new Map<Concept, { first: number; named: number }>();
  for (const { ranks } of votes) {
    const first = new Set(ranks[0]);
    for (const concept of new Set(ranks.flat())) {
      const { first: firsts, named } = tallies.get(concept) ?? { first: 0, named: 0 };
      tallies.set(concept, { first: firsts + (first.has(concept) ? 1 : 0), named: named + 1 });
    }
  }
  return [...tallies]
    .map(([concept, { first, named }]) => ({
      diagnosis: concept.text,
      codings: concept.codings,
      score: toTwelveDecimals(shares.get(concept) ?? 0),
      rankedFirstBy: first,
      namedBy: named,
    }))
    .sort((one, other) => other.score - one.score || compareText(one.diagnosis, other.diagnosis));
}

function spreadOf(votes: readonly Vote[]): Spread {
  const weights = votes.map(byInverseRank);
  const mean = weightedMean(
    weights,
    weights.map(() => 1),
  );
  const distances = weights.map((own) => {
    let shared = 0;
    for (const [concept, weight] of own) shared += Math.min(weight, mean.get(concept) ?? 0);
    return 1 - shared;
  });
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

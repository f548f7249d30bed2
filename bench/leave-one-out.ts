import type { Condition, Reading } from "#demo/reading-files.ts";
import { type PooledOpinion, poolOpinions } from "#domain/consensus.ts";
import type { Diagnosis } from "#domain/diagnosis.ts";
import { readDifferential } from "#domain/differential.ts";
import { foldText } from "#domain/fold.ts";
import type { PoolingName } from "#domain/pooling/rules.ts";
import { admit, type Admitted } from "#domain/trust.ts";
import { drawSome, type Random } from "./random.ts";

/** How a pool did against the reader who was left out of it; all for one case, as means over its pools. */
export interface CaseScore {
  /** The share of pools whose first diagnosis is among those that the left-out reader ranks first. */
  readonly top1: number;
  /** The share of pools of whose first three diagnoses one is among them. */
  readonly top3: number;
  /** The squared distance of the pool's shares from the left-out reader's first rank, 0 to 2 (Brier, Mon Weather Rev 1950;78:1). */
  readonly brier: number;
  /** For each pool the share of its first diagnosis, and whether it was hit. */
  readonly said: readonly { readonly share: number; readonly hit: boolean }[];
  /** High-risk diagnoses that somebody in a pool named, and how many of them the consensus still shows. */
  readonly risks: number;
  readonly risksKept: number;
}

/** Of the many pools that could stand against a reader, so many are drawn. */
const POOLS_PER_READER = 12;

interface Reader {
  readonly opinion: Admitted<PooledOpinion>;
  readonly first: ReadonlySet<string>;
  readonly risks: readonly string[];
}

/**
 * Leaves each reader of a case out in turn, pools `k` of the others by each rule, and looks how well the pool says what
 * the left-out reader ranks first. All rules get the same pools.
 *
 * @returns undefined for a case with too few readers
 */
export function leaveOneOut(
  reading: Reading,
  k: number,
  rules: readonly PoolingName[],
  random: Random,
): ReadonlyMap<PoolingName, CaseScore> | undefined {
  if (reading.readers.length <= k) return undefined;
  const readers = reading.readers.map((ranks, index) => readerOf(reading.source, ranks, index));
  const trials = readers.flatMap((target, at) => {
    const others = readers.filter((_, index) => index !== at);
    return poolsOf(others, k, random).map((pool) => ({ target, pool }));
  });
  return new Map(rules.map((rule) => [rule, scoreCase(trials, rule)]));
}

const diagnosisOf = ({ name }: Condition): Diagnosis => ({ text: name, codings: [] });

function readerOf(source: number, ranks: readonly (readonly Condition[])[], index: number): Reader {
  const opinion = admit<PooledOpinion & { readonly admission: { readonly kind: "admitted" } }>({
    uri: `https://readings.example/${source}/${index}`,
    author: `reader ${index}`,
    institution: "readings.example",
    publishedAt: new Date(index),
    admission: { kind: "admitted" },
    body: {
      differential: readDifferential(ranks.map((rank) => rank.map(diagnosisOf))),
      cantMiss: [],
      confidence: 50,
    },
  });
  if (opinion === undefined) throw new Error("An admitted opinion is admitted");
  return {
    opinion,
    first: new Set(ranks[0]?.map(({ name }) => foldText(name))),
    risks: ranks.flat().flatMap(({ name, risk }) => (risk === 2 ? foldText(name) : [])),
  };
}

/** Every pool of k, or as many as are drawn of them. */
function poolsOf(readers: readonly Reader[], k: number, random: Random): readonly (readonly Reader[])[] {
  const all = combinations(readers, k);
  return all.length <= POOLS_PER_READER ? all : drawSome(random, all, POOLS_PER_READER);
}

function combinations<T>(items: readonly T[], k: number): readonly (readonly T[])[] {
  if (k === 0) return [[]];
  return items.flatMap((item, at) => combinations(items.slice(at + 1), k - 1).map((rest) => [item, ...rest]));
}

function scoreCase(
  trials: readonly { readonly target: Reader; readonly pool: readonly Reader[] }[],
  rule: PoolingName,
): CaseScore {
  const scores = trials.map(({ target, pool }) => scorePool(target, pool, rule));
  const mean = (valueOf: (score: (typeof scores)[number]) => number): number =>
    scores.reduce((sum, score) => sum + valueOf(score), 0) / scores.length;
  return {
    top1: mean(({ hit }) => Number(hit)),
    top3: mean(({ hit3 }) => Number(hit3)),
    brier: mean(({ brier }) => brier),
    said: scores,
    risks: scores.reduce((sum, { risks }) => sum + risks, 0),
    risksKept: scores.reduce((sum, { risksKept }) => sum + risksKept, 0),
  };
}

function scorePool({ first }: Reader, pool: readonly Reader[], rule: PoolingName) {
  const consensus = poolOpinions(
    pool.map(({ opinion }) => opinion),
    { minimum: 1, rule },
  );
  if (consensus.kind === "too-few") throw new Error("A pool has at least one opinion");
  const shares = new Map(consensus.entries.map(({ diagnosis, score }) => [foldText(diagnosis), score]));
  const names = [...shares.keys()];
  let brier = 0;
  for (const name of new Set([...names, ...first])) {
    brier += ((shares.get(name) ?? 0) - (first.has(name) ? 1 / first.size : 0)) ** 2;
  }
  const risks = [...new Set(pool.flatMap((reader) => reader.risks))];
  return {
    hit: names.slice(0, 1).some((name) => first.has(name)),
    hit3: names.slice(0, 3).some((name) => first.has(name)),
    brier,
    share: consensus.entries[0]?.score ?? 0,
    risks: risks.length,
    risksKept: risks.filter((name) => shares.has(name)).length,
  };
}

import { parseArgs } from "node:util";
import { z } from "zod";
import { readReadingFiles } from "#demo/reading-files.ts";
import { DEFAULT_POOLING, POOLING_NAMES, type PoolingName } from "#domain/pooling/rules.ts";
import { type GroupPrediction, simulateGroups } from "../group-simulation.ts";
import { type CaseScore, leaveOneOut } from "../leave-one-out.ts";
import { type PoolingGain, poolingGains } from "../pooling-gain.ts";
import { resampledMean, seededRandom } from "../random.ts";

/** How well pools of `k` readers by a rule predict a reader who was left out; `low` and `high` are the 95 % interval of `top1`. */
export interface ConsensusRow {
  readonly rule: PoolingName;
  readonly k: number;
  readonly top1: number;
  readonly top3: number;
  readonly brier: number;
  /** Expected calibration error of the first diagnosis's share, in ten bins (Guo et al., ICML 2017, arXiv:1706.04599). */
  readonly ece: number;
  /** The share of high-risk diagnoses named by anyone in a pool that the consensus shows; must be 1. */
  readonly riskKept: number;
  readonly cases: number;
  readonly low: number;
  readonly high: number;
}

/** How far a rule lies above the default one on the same pools, with the 95 % interval of the difference. */
export interface RuleDifference {
  readonly rule: PoolingName;
  readonly k: number;
  readonly measure: "top1" | "top3" | "brier";
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export interface ConsensusBenchOptions {
  /** The folder with the readings, in the format of `reading-files.ts`. */
  readonly cases: string;
  readonly seed?: number | undefined;
  /** Leaves out cases with fewer readers; with 6, pools of all sizes stand against the same cases. */
  readonly minReaders?: number | undefined;
}

export interface ConsensusBench {
  readonly rows: readonly ConsensusRow[];
  readonly differences: readonly RuleDifference[];
  readonly gains: readonly PoolingGain[];
  readonly simulation: readonly GroupPrediction[];
}

const MEASURES = ["top1", "top3", "brier"] as const;
const SIZES = [1, 2, 3, 4, 5];
const BINS = 10;

/**
 * Measures the pooling rules on real readings: leave-one-reader-out with pools
 * of one to five. A case counts once, however many readers it has; intervals come from drawing cases anew. What is
 * measured is agreement between readers, not truth.
 */
export async function benchConsensus(options: ConsensusBenchOptions): Promise<ConsensusBench> {
  const { cases, seed = 1, minReaders = 1 } = options;
  const { readings: all } = await readReadingFiles(cases);
  const readings = all.filter(({ readers }) => readers.length >= minReaders);
  const random = seededRandom(seed);
  const rows: ConsensusRow[] = [];
  const differences: RuleDifference[] = [];
  for (const k of SIZES) {
    const scored = readings.flatMap((reading) => leaveOneOut(reading, k, POOLING_NAMES, random) ?? []);
    if (scored.length === 0) continue;
    const scoresOf = (rule: PoolingName): readonly CaseScore[] =>
      scored.flatMap((scores) => scores.get(rule) ?? []);
    const usual = scoresOf(DEFAULT_POOLING);
    for (const rule of POOLING_NAMES) {
      const scores = scoresOf(rule);
      rows.push(rowOf(rule, k, scores, seed));
      if (rule !== DEFAULT_POOLING) differences.push(...differencesOf(rule, k, scores, usual, seed));
    }
  }
  const gains = poolingGains(readings, random);
  return { rows, differences, gains, simulation: simulateGroups(readings, random) };
}

const differencesOf = (
  rule: PoolingName,
  k: number,
  scores: readonly CaseScore[],
  usual: readonly CaseScore[],
  seed: number,
): readonly RuleDifference[] =>
  MEASURES.map((measure) => {
    const apart = scores.map((score, index) => score[measure] - (usual[index]?.[measure] ?? 0));
    const { mean, low, high } = resampledMean(seededRandom(seed), apart);
    return { rule, k, measure, difference: round(mean), low: round(low), high: round(high) };
  });

function rowOf(rule: PoolingName, k: number, scores: readonly CaseScore[], seed: number): ConsensusRow {
  const mean = (valueOf: (score: CaseScore) => number): number =>
    scores.reduce((sum, score) => sum + valueOf(score), 0) / scores.length;
  const risks = scores.reduce((sum, score) => sum + score.risks, 0);
  const kept = scores.reduce((sum, { risksKept }) => sum + risksKept, 0);
  // Every rule's cases are drawn alike, so that their intervals can be compared.
  const { low, high } = resampledMean(
    seededRandom(seed),
    scores.map(({ top1 }) => top1),
  );
  return {
    rule,
    k,
    top1: round(mean(({ top1 }) => top1)),
    top3: round(mean(({ top3 }) => top3)),
    brier: round(mean(({ brier }) => brier)),
    ece: round(calibrationError(scores)),
    riskKept: risks === 0 ? 1 : kept / risks,
    cases: scores.length,
    low: round(low),
    high: round(high),
  };
}

/** The mean distance, over bins of the share said, between that share and how often it was hit; every case weighs 1. */
function calibrationError(scores: readonly CaseScore[]): number {
  const bins = Array.from({ length: BINS }, () => ({ weight: 0, share: 0, hits: 0 }));
  for (const { said } of scores) {
    for (const { share, hit } of said) {
      const bin = bins[Math.min(BINS - 1, Math.floor(share * BINS))];
      if (bin === undefined) throw new Error(`A share is from 0 to 1, not ${share}`);
      bin.weight += 1 / said.length;
      bin.share += share / said.length;
      bin.hits += Number(hit) / said.length;
    }
  }
  return bins.reduce((sum, { share, hits }) => sum + Math.abs(share - hits), 0) / scores.length;
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** The rows as a table for people. */
export function consensusLines({ rows, differences, gains, simulation }: ConsensusBench): readonly string[] {
  return [
    "rule                 k   top1  (95 %)          top3   Brier  ECE    risk kept  cases",
    ...rows.map((row) => {
      const interval = `(${row.low.toFixed(3)}-${row.high.toFixed(3)})`;
      return `${row.rule.padEnd(20)} ${row.k}  ${row.top1.toFixed(3)}  ${interval}  ${row.top3.toFixed(3)}  ${row.brier.toFixed(3)}  ${row.ece.toFixed(3)}  ${row.riskKept.toFixed(3)}      ${row.cases}`;
    }),
    "",
    `beside ${DEFAULT_POOLING}, on the same pools`,
    ...differences.map(
      ({ rule, k, measure, difference, low, high }) =>
        `${rule.padEnd(20)} ${k}  ${measure.padEnd(5)}  ${difference.toFixed(4)}  (${low.toFixed(4)} to ${high.toFixed(4)})`,
    ),
    "",
    "share of a pool of five's first  cases  one alone  pooled  gain (95 %)",
    ...gains.map(
      ({ from, to, cases, alone, pooled, gain, low, high }) =>
        `${from.toFixed(1)} to ${to.toFixed(1)}                       ${String(cases).padStart(5)}  ${alone.toFixed(3)}      ${pooled.toFixed(3)}   ${gain.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
    ),
    "",
    "readers  predicted: even cases, uneven cases  published",
    ...simulation.map(
      ({ readers, evenCases, unevenCases, published }) =>
        `${readers}        ${evenCases.toFixed(3)}  ${unevenCases.toFixed(3)}  ${published?.toFixed(3) ?? "–"}`,
    ),
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      cases: { type: "string" },
      seed: { type: "string" },
      "min-readers": { type: "string" },
      json: { type: "boolean" },
    },
  });
  const number = z.coerce.number().int().min(1).optional();
  const bench = await benchConsensus({
    cases: z.string({ error: "Name the readings: --cases FOLDER" }).parse(values.cases),
    seed: number.parse(values.seed),
    minReaders: number.parse(values["min-readers"]),
  });
  const lines = values.json === true ? [JSON.stringify(bench)] : consensusLines(bench);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

import type { Reading } from "#demo/reading-files.ts";
import type { Concept } from "#domain/concepts.ts";
import { foldText } from "#domain/fold.ts";
import { POOLING_RULES } from "#domain/pooling/rules.ts";
import { TYPICAL_ACCURACY } from "#domain/pooling/record-weighted.ts";
import { drawIndex, type Random } from "./random.ts";

/** What groups would reach by the 1/r rule, "right" being the truth among the first three, as in the paper. */
export interface GroupPrediction {
  readonly readers: number;
  /** If every case were equally hard, so that one reader's miss said nothing about the next one's. */
  readonly evenCases: number;
  /** If cases were as uneven as the readings are. */
  readonly unevenCases: number;
  /** Barnett et al., JAMA Netw Open 2019;2(3):e190096; null where the paper gives no figure for this size. */
  readonly published: number | null;
}

const PUBLISHED: Readonly<Record<number, number>> = { 1: TYPICAL_ACCURACY, 2: 0.777, 9: 0.856 };
const ROUNDS = 20_000;
/** So many wrong diagnoses stand to choose from in a case. */
const WRONG = 10;

/**
 * Predicts groups from what one physician reaches alone. A reader names the truth with a chance that belongs to the case and
 * is 62.5 % on average; how many diagnoses they name, and on which rank the truth stands, is drawn from the readings; the
 * wrong ones are drawn from ten, the n-th of which is chosen with weight 1/n, so that readers share their errors. Nothing here
 * is fitted to what groups reach.
 */
export function simulateGroups(readings: readonly Reading[], random: Random): readonly GroupPrediction[] {
  const habits = habitsOf(readings);
  const even = (): number => TYPICAL_ACCURACY;
  const uneven = (): number => drawBeta(TYPICAL_ACCURACY, habits.unevenness, random);
  return [1, 2, 5, 9].map((readers) => ({
    readers,
    evenCases: accuracy(readers, even, habits, random),
    unevenCases: accuracy(readers, uneven, habits, random),
    published: PUBLISHED[readers] ?? null,
  }));
}

/** How readers answer, taking what the pool of the others has first for the truth. */
interface Habits {
  /** Of answers that name it: how many ranks they have, and on which it stands, from 0. */
  readonly named: readonly { readonly ranks: number; readonly at: number }[];
  /** Of answers that do not: how many ranks they have. */
  readonly missed: readonly number[];
  /**
   * How much more alike the readers of one case are in this than readers of different cases, 0 to 1: the intraclass
   * correlation (Fleiss and Cuzick, Appl Psychol Meas 1979;3:537).
   */
  readonly unevenness: number;
}

function habitsOf(readings: readonly Reading[]): Habits {
  const cases = readings
    .filter(({ readers }) => readers.length >= 3)
    .map(({ readers }) =>
      readers.map((ranks, reader) => {
        const leader = leaderOf(readers.filter((_, index) => index !== reader));
        const at = ranks.findIndex((rank) => rank.some(({ name }) => foldText(name) === leader));
        return { ranks: ranks.length, at };
      }),
    );
  const answers = cases.flat();
  const named = answers.filter(({ at }) => at >= 0);
  const rate = named.length / answers.length;
  const within = cases.reduce((sum, readers) => {
    const hits = readers.filter(({ at }) => at >= 0).length;
    return sum + (hits * (readers.length - hits)) / readers.length;
  }, 0);
  const missed = answers.filter(({ at }) => at < 0).map(({ ranks }) => ranks);
  // Where all readers do alike, as in a handful of cases, nothing tells how uneven cases are.
  if (named.length === 0 || missed.length === 0) return { named, missed, unevenness: 0 };
  const unevenness = 1 - within / ((answers.length - cases.length) * rate * (1 - rate));
  return { named, missed, unevenness: Math.min(0.99, Math.max(0, unevenness)) };
}

function leaderOf(readers: Reading["readers"]): string | undefined {
  const shares = new Map<string, number>();
  for (const ranks of readers) {
    const total = ranks.reduce((sum, _, r) => sum + 1 / (r + 1), 0);
    for (const [r, rank] of ranks.entries()) {
      for (const { name } of rank) {
        const key = foldText(name);
        shares.set(key, (shares.get(key) ?? 0) + 1 / (r + 1) / rank.length / total);
      }
    }
  }
  return [...shares].sort(([, one], [, other]) => other - one)[0]?.[0];
}

function accuracy(
  readers: number,
  chanceOfCase: () => number,
  { named, missed }: Habits,
  random: Random,
): number {
  const truth: Concept = { id: 0, text: "the truth", codings: [] };
  const wrong = Array.from({ length: WRONG }, (_, index): Concept => {
    return { id: index + 1, text: `wrong ${index + 1}`, codings: [] };
  });
  const answer = (chance: number): readonly Concept[] => {
    const drawn = random() < chance ? named[drawIndex(random, named.length)] : undefined;
    if (drawn === undefined) return drawWrong(wrong, missed[drawIndex(random, missed.length)] ?? 1, random);
    return drawWrong(wrong, drawn.ranks - 1, random).toSpliced(drawn.at, 0, truth);
  };
  let right = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const chance = chanceOfCase();
    const votes = Array.from({ length: readers }, () => ({
      ranks: answer(chance).map((concept) => [concept]),
      confidence: 50,
    }));
    const shares = [...POOLING_RULES["inverse-rank"](votes)].sort(([, one], [, other]) => other - one);
    if (shares.slice(0, 3).some(([concept]) => concept === truth)) right += 1;
  }
  return right / ROUNDS;
}

/** Draws without replacement, the n-th with weight 1/n. */
function drawWrong(wrong: readonly Concept[], count: number, random: Random): Concept[] {
  const rest = wrong.map((concept) => ({ concept, weight: 1 / concept.id }));
  return Array.from({ length: count }, () => {
    let at = random() * rest.reduce((sum, { weight }) => sum + weight, 0);
    const index = rest.findIndex(({ weight }) => (at -= weight) <= 0);
    return rest.splice(Math.max(0, index), 1);
  })
    .flat()
    .map(({ concept }) => concept);
}

/** A chance from the beta distribution of this mean and intraclass correlation; the mean itself where nothing is uneven. */
function drawBeta(mean: number, correlation: number, random: Random): number {
  if (correlation === 0) return mean;
  const size = 1 / correlation - 1;
  const [a, b] = [drawGamma(mean * size, random), drawGamma((1 - mean) * size, random)];
  return a / (a + b);
}

/** A gamma variate of any shape above 0 (Marsaglia and Tsang, ACM Trans Math Softw 2000;26:363). */
function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

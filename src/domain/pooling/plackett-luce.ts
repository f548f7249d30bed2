import type { Concept } from "../concepts.ts";
import type { PoolingRule, Vote } from "./vote.ts";

/** Enough for shares that no longer change in what a page shows; fixed, so that all machines stop at the same. */
const ROUNDS = 60;

/** Pulls the shares towards each other, as one more win of each would: without it a winner takes all. */
const PRIOR = 1;

/**
 * The shares under which the rankings are likeliest: an opinion is thought of as drawn without replacement, each next
 * rank with the chance that its share has among what is left. What an opinion does not name is left at its end.
 *
 * The model is Plackett's ("The analysis of permutations", J R Stat Soc C 1975;24:193) and Luce's; fitted as in Hunter, "MM
 * algorithms for generalized Bradley-Terry models", Ann Stat 2004;32:384, with the gamma prior of Caron and Doucet, "Efficient
 * Bayesian inference for generalized Bradley-Terry models", J Comput Graph Stat 2012;21:174. Of those tied on a rank each is
 * drawn from the same rest (Breslow's approximation).
 */
export const plackettLuce: PoolingRule = (votes) => {
  const numbers = new Map<Concept, number>();
  const drawn = votes.map((vote) => distinctRanks(vote, numbers));
  const wins = Array.from({ length: numbers.size }, () => PRIOR);
  for (const number of drawn.flat(2)) wins[number] = (wins[number] ?? 0) + 1;
  let shares = wins.map(() => 1 / wins.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    const exposure = exposures(drawn, shares);
    const raw = wins.map((won, number) => won / (PRIOR * wins.length + (exposure[number] ?? 0)));
    const total = raw.reduce((sum, value) => sum + value, 0);
    shares = raw.map((value) => value / total);
  }
  return new Map([...numbers].map(([concept, number]) => [concept, shares[number] ?? 0]));
};

/** For each diagnosis the sum, over the draws in which it was still there, of one over the share that was left then. */
function exposures(drawn: readonly Ranks[], shares: readonly number[]): readonly number[] {
  let whole = 0;
  const less = shares.map(() => 0);
  for (const ranks of drawn) {
    let left = 1;
    let sum = 0;
    const until: [number, number][] = [];
    for (const rank of ranks) {
      const share = rank.reduce((added, number) => added + (shares[number] ?? 0), 0);
      sum += rank.length / Math.max(left, share);
      left -= share;
      for (const number of rank) until.push([number, sum]);
    }
    whole += sum;
    for (const [number, seen] of until) less[number] = (less[number] ?? 0) + sum - seen;
  }
  return less.map((missed) => whole - missed);
}

type Ranks = readonly (readonly number[])[];

/** The ranks as numbers, each concept only where it stands first; `numbers` grows by those not met before. */
function distinctRanks({ ranks }: Vote, numbers: Map<Concept, number>): Ranks {
  const seen = new Set<number>();
  return ranks
    .map((rank) =>
      rank.flatMap((concept) => {
        const number = numbers.get(concept) ?? numbers.size;
        numbers.set(concept, number);
        if (seen.has(number)) return [];
        seen.add(number);
        return [number];
      }),
    )
    .filter((rank) => rank.length > 0);
}

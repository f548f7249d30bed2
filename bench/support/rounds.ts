/** Rounds that count; one more comes before them, to warm both sides up. */
export const ROUNDS = 5;

/**
 * Measures several things in turn, so that whatever slows the machine for a while slows all of them: first each once for
 * nothing, then each once a round, in one order and in the other by turns.
 *
 * @returns what each gave, round by round
 */
export async function interleaved<Side extends string>(
  measures: Readonly<Record<Side, () => Promise<number>>>,
  rounds = ROUNDS,
): Promise<Record<Side, readonly number[]>> {
  const order: readonly (readonly [string, () => Promise<number>])[] = Object.entries(measures);
  const values: Record<string, number[]> = {};
  for (const [, measure] of order) await measure();
  for (let round = 0; round < rounds; round++) {
    for (const [side, measure] of round % 2 === 0 ? order : order.toReversed()) {
      (values[side] ??= []).push(await measure());
    }
  }
  return values;
}

import { Refusal } from "#domain/refusal.ts";

/** The refusal that some work ends in; fails where it succeeds or ends in another error. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome: unknown = await work.catch((error: unknown) => error);
  if (!(outcome instanceof Refusal)) throw new Error(`Not refused: ${String(outcome)}`, { cause: outcome });
  return outcome;
}

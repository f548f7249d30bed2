import type { Concept } from "../concepts.ts";

/** How often an author was right, on cases whose outcome is known. */
export interface ReaderRecord {
  readonly resolved: number;
  /** The share of them whose outcome was the author's first rank, 0 to 1. */
  readonly rightFirst: number;
}

/** One opinion as a pooling rule sees it. */
export interface Vote {
  /** Best rank first, none empty. Two entries of one opinion may turn out to be one concept. */
  readonly ranks: readonly (readonly Concept[])[];
  /** 0 to 100. */
  readonly confidence: number;
  /** Absent where no institution vouches for one. */
  readonly record?: ReaderRecord | undefined;
}

/** What share of something each diagnosis has; the shares sum to one. */
export type Shares = ReadonlyMap<Concept, number>;

/**
 * Pools opinions, at least one, into the shares of the diagnoses that they name. A rule is pure, depends on nothing but
 * the votes, and gets them in one order on every machine, so that every institution computes the same to the last bit.
 * Every diagnosis named has a share, be it 0, so that none is lost.
 */
export type PoolingRule = (votes: readonly Vote[]) => Shares;

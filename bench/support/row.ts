import type { Ground } from "./ground.ts";
import type { RowResult } from "./result.ts";

/** What a row is told. */
export interface RowOptions {
  /** Objects (cases and opinions) in the seeded database. */
  readonly objects: number;
  /** Whether what is kept in the repository is written anew. */
  readonly write: boolean;
  /** Says what takes a moment. */
  readonly say: (line: string) => void;
}

/** Measures one thing; where that gives several figures they are rows of their own. */
export interface Row {
  readonly name: string;
  run(ground: Ground, options: RowOptions): Promise<RowResult[]>;
}

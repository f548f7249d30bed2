import type { Ground } from "./ground.ts";
import type { RowResult } from "./result.ts";

/** What a row is told. */
export interface RowOptions {
  /** Objects (cases and opinions) in the seeded database. */
  readonly objects: number;
  /** Says what takes a moment. */
  readonly say: (line: string) => void;
}

/** Measures one thing; where that gives several figures they are rows of their own. */
export interface Row {
  readonly name: string;
  run(ground: Ground, options: RowOptions): Promise<RowResult[]>;
}

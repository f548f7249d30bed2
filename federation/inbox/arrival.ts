import type { Instance } from "#instance";
import type { ProofCheck } from "../remote/proof-check.ts";
import type { RemoteParts } from "../remote/remote.ts";
import type { Activity } from "../remote/wire.ts";

/** What handlers of activities work with. */
export interface InboxContext extends Pick<RemoteParts, "actors" | "fetchNote"> {
  readonly instance: Instance;
  readonly proofs: ProofCheck;
}

/** An activity that is proven to come from its actor, and its text as received. */
export interface Arrival {
  readonly activity: Activity;
  readonly text: string;
}

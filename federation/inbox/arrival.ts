import type { DocumentLoader } from "@fedify/vocab-runtime";
import type { CaseArrival } from "#actions/receive-case.ts";
import type { ActorId, CaseId } from "#domain/ids.ts";
import type { Instance } from "#instance";
import type { ProofCheck } from "../remote/proof-check.ts";
import type { RemoteParts } from "../remote/remote.ts";
import type { Activity } from "../remote/wire.ts";

/** What handlers of activities work with. */
export interface InboxContext extends Pick<RemoteParts, "actors" | "fetchNote"> {
  readonly instance: Instance;
  readonly proofs: ProofCheck;
  readonly contextLoader: DocumentLoader;
  /** Whether somebody here follows this actor or has asked to; asked for many at a time. */
  readonly hasLocalFollower: (id: ActorId) => Promise<boolean>;
  /** Takes a case in, together with others that arrive meanwhile; undefined where its author has deleted it. */
  readonly receiveCase: (arrival: CaseArrival) => Promise<CaseId | undefined>;
}

/** An activity that is proven to come from its actor. */
export interface Arrival {
  readonly activity: Activity;
  /** As it came: what a proof covers. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The same as text, to be passed on. */
  readonly text: string;
  /** Which try at working it off this is, from 1. */
  readonly attempt: number;
}

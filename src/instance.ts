import type { Logger } from "@logtape/logtape";
import type { ActorId, CaseId, PostId } from "#domain/ids.ts";
import type { RecallAnswer } from "#domain/recall.ts";
import type { DraftImages } from "#deid/draft-images.ts";
import type { AttestationSources, AttestationVerdict } from "#identity/verify-attestation.ts";
import type { ForgettableKeys } from "#identity/application-keys.ts";
import type { InstanceKeys } from "#identity/secrets.ts";
import type { BlobStore } from "#media/blobs.ts";
import type { Database } from "#store/database.ts";
import type { Config } from "./config.ts";

/** What an action is given: this institution's own things, and its one way to look at other servers. */
export interface Instance {
  readonly config: Config;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly drafts: DraftImages;
  readonly log: Logger;
  readonly keys: InstanceKeys;
  /** One for each application at the registrar's desk. */
  readonly applicationKeys: ForgettableKeys;
  readonly remote: Remote;
  /** The time now; tests set it. */
  readonly clock: () => Date;
}

/** What an actor's attestation says, whether or not it holds, and the verdict on it. */
export interface CheckedAttestation {
  readonly issuer: string | undefined;
  readonly expiresAt: Date | undefined;
  readonly verdict: AttestationVerdict;
}

/** What an action needs from other servers; federation implements it. */
export interface Remote {
  /**
   * Finds an actor by handle (`@name@host`) or address, here or elsewhere, and keeps it up to date in `actors`.
   * @throws Refusal not-found where there is none, unavailable where its server does not answer
   */
  findActor(handleOrUri: string): Promise<ActorId>;
  /**
   * Fetches a case by its address, with a request signed by this institution, and takes it in as if it had been
   * delivered.
   * @throws Refusal not-found, unavailable, or invalid where the document is no case
   */
  fetchCase(uri: string): Promise<CaseId>;
  /**
   * Fetches whatever is at an address, a case or an ordinary post that everybody may see, in the same way.
   * @throws Refusal not-found, unavailable, or invalid where the document is neither
   */
  fetchObject(uri: string): Promise<FetchedObject>;
  /**
   * Fetches a picture of a remote case or post, with a request signed by this institution.
   * @throws Refusal unavailable where its server does not give it
   */
  fetchPicture(url: string): Promise<Uint8Array>;
  /**
   * Looks, as anybody may, whether a server which signs no receipts still shows a withdrawn object of an actor of ours.
   *
   * @param inbox of that server: says by which scheme it is reached
   * @returns undefined where the server runs Consilium, and owes a receipt instead; "unclear" where it does not say, or
   * does not answer
   */
  lookForCopy(
    inbox: string,
    object: { readonly uri: string; readonly authorHandle: string },
  ): Promise<Exclude<RecallAnswer, "receipt"> | undefined>;
  /** What other institutions publish about their attestations. */
  readonly attestationSources: AttestationSources;
  /**
   * Asks an actor's server for the actor and judges the attestation that it shows, as of now.
   * @throws Refusal not-found, unavailable, or invalid where the document is no actor
   */
  checkAttestation(actorUri: string): Promise<CheckedAttestation>;
}

/** What was found at an address of another server, and is here now. */
export type FetchedObject =
  | { readonly kind: "case"; readonly id: CaseId }
  | { readonly kind: "post"; readonly id: PostId };

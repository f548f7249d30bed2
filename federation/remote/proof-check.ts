import { importPublicKey } from "#identity/actor-keys.ts";
import { Refusal } from "#domain/refusal.ts";
import { type VerifiedProof, verifyProof } from "../proof.ts";
import type { ActorFinder } from "./find-actor.ts";

export interface ProofCheck {
  /** The proof of a document, where it holds and is made with a key of this actor; undefined otherwise. */
  check(document: unknown, actorUri: string): Promise<VerifiedProof | undefined>;
}

/** Checks integrity proofs against the keys that their makers' actors show; a key that is not known is asked for anew. */
export function createProofCheck(actors: ActorFinder): ProofCheck {
  const keyOf = async (keyId: string, actorUri: string) => {
    const known = (await actors.exact(actorUri)).assertionKeys.find((key) => key.id === keyId);
    const key = known ?? (await actors.refresh(actorUri)).assertionKeys.find((one) => one.id === keyId);
    return key && importPublicKey(key.jwk);
  };
  return {
    async check(document, actorUri) {
      try {
        return await verifyProof(document, { fetchKey: (keyId) => keyOf(keyId, actorUri) });
      } catch (error) {
        // Without the key nothing is proven; whoever asks decides what that means.
        if (error instanceof Refusal) return undefined;
        throw error;
      }
    },
  };
}

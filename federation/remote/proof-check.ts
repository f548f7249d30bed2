import { importPublicKey } from "#identity/actor-keys.ts";
import { Refusal } from "#domain/refusal.ts";
import type { ActorRow } from "#store/actors.ts";
import { type VerifiedProof, verifyProof } from "../proof.ts";
import type { ActorFinder } from "./find-actor.ts";

export interface ProofCheck {
  /** The proof of a document, where it holds and is made with a key of this actor; undefined otherwise. */
  check(document: unknown, actorUri: string): Promise<VerifiedProof | undefined>;
}

/**
 * Checks integrity proofs against the keys that their makers' actors show. Where one does not hold, the actor is asked for
 * anew before it is refused: its key may have been added or changed since.
 */
export function createProofCheck(actors: ActorFinder): ProofCheck {
  const holdsBy = (document: unknown, actor: ActorRow): Promise<VerifiedProof | undefined> =>
    verifyProof(document, {
      async fetchKey(keyId) {
        const key = actor.assertionKeys.find((one) => one.id === keyId);
        return key && importPublicKey(key.jwk);
      },
    });
  return {
    async check(document, actorUri) {
      if (!hasProof(document)) return undefined;
      try {
        const known = await actors.exact(actorUri);
        const proof = await holdsBy(document, known);
        if (proof !== undefined) return proof;
        const fresh = await actors.refresh(actorUri);
        return fresh.fetchedAt > known.fetchedAt ? await holdsBy(document, fresh) : undefined;
      } catch (error) {
        // Without the key nothing is proven; whoever asks decides what that means.
        if (error instanceof Refusal) return undefined;
        throw error;
      }
    },
  };
}

const hasProof = (document: unknown): boolean =>
  typeof document === "object" && document !== null && "proof" in document;

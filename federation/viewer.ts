import type { DocumentLoader } from "@fedify/vocab-runtime";
import { HTTPException } from "hono/http-exception";
import type { Viewer } from "#domain/audience.ts";
import type { PostReader } from "#domain/post.ts";
import { findActorByUri } from "#store/actors.ts";
import { trustOf } from "#store/peers.ts";
import { overdueAmong } from "#store/recalls.ts";
import type { Instance } from "#instance";
import { hostOf } from "./remote/wire.ts";
import { createPublicKeys } from "./signature/public-keys.ts";
import type { SignatureFault, SignedRequest } from "./signature/request.ts";
import { readSignature } from "./signature/read-signature.ts";

/** Counts what a server asks for; gives the answer where it is one too many. */
export type PeerLimit = (host: string) => Response | undefined;

/** Whose signature a request carries. */
export interface Signer {
  readonly actorUri: string;
  readonly host: string;
}

export interface SignatureCheck {
  /** Who signed a request, or what is wrong with its signature. */
  signer(request: SignedRequest): Promise<Signer | SignatureFault>;
  /** What whoever asks may see: an actor of a trusted peer sees what is restricted, everybody else what is public. */
  viewer(request: Request): Promise<Viewer>;
  /** As whom the asker reads ordinary posts: as the actor that signed, where that one is known here. */
  reader(request: Request): Promise<PostReader>;
}

/** Checks HTTP signatures against the keys that their makers' actors list: see docs/decisions/0003. */
export function createSignatureCheck(
  instance: Pick<Instance, "db" | "clock">,
  documentLoader: DocumentLoader,
  limit: PeerLimit,
): SignatureCheck {
  const keys = createPublicKeys(documentLoader);
  const signer = async (request: SignedRequest): Promise<Signer | SignatureFault> => {
    const read = readSignature(request, instance.clock().getTime());
    if ("fault" in read) return read;
    const known = await keys.find(read.keyId);
    const isHeld = known !== undefined && read.holds(known.key);
    // The key may have been changed since it was fetched; one that is not known was asked for just now.
    const owned = isHeld || known === undefined ? known : await keys.renew(read.keyId);
    if (owned === undefined) return { fault: "The key of the signature cannot be had from its actor." };
    if (!isHeld && !read.holds(owned.key)) return { fault: "The signature does not hold." };
    return { actorUri: owned.actorUri, host: hostOf(owned.actorUri) ?? "" };
  };
  const signerOf = async ({ method, url, headers }: Request): Promise<Signer | undefined> => {
    if (!headers.has("signature")) return undefined;
    const signed = await signer({ method, url: new URL(url), headers, body: undefined });
    if ("fault" in signed) return undefined;
    const tooMany = limit(signed.host);
    if (tooMany !== undefined) throw new HTTPException(429, { res: tooMany });
    return signed;
  };
  return {
    signer,
    async viewer(request) {
      const signed = await signerOf(request);
      if (signed === undefined) return { kind: "public" };
      const trust = await trustOf(instance.db, signed.host);
      if (trust !== "trusted") return { kind: "public" };
      // Whoever does not confirm what was withdrawn is given nothing that may have to be.
      const late = await overdueAmong(instance.db, [signed.host], instance.clock());
      return late.has(signed.host) ? { kind: "public" } : { kind: "trusted-peer", host: signed.host };
    },
    async reader(request) {
      const signed = await signerOf(request);
      if (signed === undefined || (await trustOf(instance.db, signed.host)) === "blocked") {
        return { kind: "public" };
      }
      const actor = await findActorByUri(instance.db, signed.actorUri);
      return actor === undefined ? { kind: "public" } : { kind: "actor", actorId: actor.id };
    },
  };
}

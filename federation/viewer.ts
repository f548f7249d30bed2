import { type KeyCache, verifyRequest } from "@fedify/fedify/sig";
import { CryptographicKey, type Multikey } from "@fedify/vocab";
import type { DocumentLoader } from "@fedify/vocab-runtime";
import type { Viewer } from "#domain/audience.ts";
import { trustOf } from "#store/peers.ts";
import type { Instance } from "#instance";

/** Whose signature a request carries. */
export interface Signer {
  readonly actorUri: string;
  readonly host: string;
}

export interface SignatureCheck {
  /**
   * Who signed a request; undefined where nobody did, or the signature does not hold. The key and its owner must be of
   * one host, which answers for both: a key document that names an owner elsewhere proves nothing.
   */
  signer(request: Request): Promise<Signer | undefined>;
  /** What whoever asks may see: an actor of a trusted peer sees what is restricted, everybody else what is public. */
  viewer(request: Request): Promise<Viewer>;
}

export function createSignatureCheck(
  instance: Pick<Instance, "db" | "log">,
  loaders: { readonly documentLoader: DocumentLoader; readonly contextLoader: DocumentLoader },
): SignatureCheck {
  const keyCache = new RememberedKeys();
  const signer = async (request: Request): Promise<Signer | undefined> => {
    if (!request.headers.has("signature")) return undefined;
    try {
      const key = await verifyRequest(request, { ...loaders, keyCache });
      if (!(key instanceof CryptographicKey)) return undefined;
      const { id, ownerId } = key;
      if (id === null || ownerId === null || id.host !== ownerId.host) return undefined;
      return { actorUri: ownerId.href, host: ownerId.host };
    } catch (error) {
      instance.log.info("A signature cannot be checked: {error}", { error });
      return undefined;
    }
  };
  return {
    signer,
    async viewer(request) {
      const signed = await signer(request);
      if (signed === undefined) return { kind: "public" };
      const trust = await trustOf(instance.db, signed.host);
      return trust === "trusted" ? { kind: "trusted-peer", host: signed.host } : { kind: "public" };
    },
  };
}

const MAX_KEYS = 5000;
const KEY_MS = 3_600_000;
const NO_KEY_MS = 60_000;

/**
 * Public keys of others as key objects, for an hour, and for a minute that there is none. Fedify fetches a key anew
 * where the remembered one does not fit, so one that was changed is noticed at once.
 */
class RememberedKeys implements KeyCache {
  readonly #keys = new Map<
    string,
    { readonly key: CryptographicKey | Multikey | null; readonly until: number }
  >();

  get(keyId: URL): Promise<CryptographicKey | Multikey | null | undefined> {
    const known = this.#keys.get(keyId.href);
    return Promise.resolve(known !== undefined && known.until > performance.now() ? known.key : undefined);
  }

  set(keyId: URL, key: CryptographicKey | Multikey | null): Promise<void> {
    this.#keys.delete(keyId.href);
    this.#keys.set(keyId.href, { key, until: performance.now() + (key === null ? NO_KEY_MS : KEY_MS) });
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > MAX_KEYS && oldest !== undefined) this.#keys.delete(oldest);
    return Promise.resolve();
  }
}

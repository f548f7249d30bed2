import { createPublicKey, type KeyObject } from "node:crypto";
import type { DocumentLoader } from "@fedify/vocab-runtime";
import { z } from "zod";
import { idOf, hostOf } from "../remote/wire.ts";

/** A public key, and the actor that it is of. */
export interface OwnedKey {
  readonly actorUri: string;
  readonly key: KeyObject;
}

export interface PublicKeys {
  /** The key of this address, remembered for an hour; undefined where it cannot be had, which is remembered for a minute. */
  find(keyId: string): Promise<OwnedKey | undefined>;
  /** The same, asked for anew: at most once a minute for each key. */
  renew(keyId: string): Promise<OwnedKey | undefined>;
}

interface Entry {
  owned: Promise<OwnedKey | undefined>;
  /** Until when it is good, once it is known. */
  until: number;
  readonly renewed: number;
}

const MAX_KEYS = 10_000;
const KEPT_MS = 3_600_000;
const NOT_FOUND_MS = 60_000;
const RENEW_MS = 60_000;
/** For everything that one key takes: redirects, the second knock and the owner's document included. */
const TIMEOUT_MS = 5000;

/**
 * The keys with which others sign their requests. A key counts only where the actor's own document, at the actor's own
 * address, lists it: a key document says nothing about an actor, and none on one host about an actor on another.
 *
 * @param documentLoader gives documents with the address that they came from in the end
 */
export function createPublicKeys(
  documentLoader: DocumentLoader,
  now: () => number = () => performance.now(),
): PublicKeys {
  const entries = new Map<string, Entry>();

  const load = (keyId: string, renewed: number): Entry => {
    const entry: Entry = { owned: fetchKey(documentLoader, keyId), until: Number.POSITIVE_INFINITY, renewed };
    entry.owned = settle(entry);
    return entry;
  };
  const settle = async (entry: Entry): Promise<OwnedKey | undefined> => {
    const found = await entry.owned.catch(() => undefined);
    entry.until = now() + (found === undefined ? NOT_FOUND_MS : KEPT_MS);
    return found;
  };
  const keep = (keyId: string, entry: Entry): Promise<OwnedKey | undefined> => {
    // Put last again, so that the first is the one not asked for longest.
    entries.delete(keyId);
    entries.set(keyId, entry);
    const [oldest] = entries.keys();
    if (entries.size > MAX_KEYS && oldest !== undefined) entries.delete(oldest);
    return entry.owned;
  };

  return {
    find(keyId) {
      const known = entries.get(keyId);
      const isGood = known !== undefined && known.until > now();
      return keep(keyId, isGood ? known : load(keyId, Number.NEGATIVE_INFINITY));
    },
    renew(keyId) {
      const known = entries.get(keyId);
      if (known !== undefined && now() - known.renewed < RENEW_MS) return known.owned;
      return keep(keyId, load(keyId, now()));
    },
  };
}

const listedKey = z.looseObject({
  id: z.string(),
  owner: idOf,
  publicKeyPem: z.string().max(10_000),
});
const ownerShape = z.looseObject({
  id: z.string(),
  publicKey: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]),
});
const keyDocument = z.union([
  z.looseObject({ owner: idOf }).transform((key) => key.owner),
  z.looseObject({ publicKey: z.unknown(), id: z.string() }).transform((actor) => actor.id),
]);

async function fetchKey(documentLoader: DocumentLoader, keyId: string): Promise<OwnedKey | undefined> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const host = hostOf(keyId);
  const load = async (address: string) => {
    const { document, documentUrl } = await documentLoader(address, { signal });
    // Who answers in the end, after redirects, is who speaks.
    return hostOf(documentUrl) === host ? { document, from: documentUrl } : undefined;
  };
  const first = await load(keyId);
  const owner = keyDocument.safeParse(first?.document);
  if (!owner.success || hostOf(owner.data) !== host) return undefined;
  const actor = first?.from === owner.data ? first : await load(owner.data);
  return actor?.from === owner.data ? keyListedIn(actor.document, owner.data, keyId) : undefined;
}

function keyListedIn(document: unknown, actorUri: string, keyId: string): OwnedKey | undefined {
  const actor = ownerShape.safeParse(document);
  if (!actor.success || actor.data.id !== actorUri) return undefined;
  for (const one of actor.data.publicKey) {
    const listed = listedKey.safeParse(one);
    if (!listed.success || listed.data.id !== keyId || listed.data.owner !== actorUri) continue;
    const key = readKey(listed.data.publicKeyPem);
    return key && { actorUri, key };
  }
  return undefined;
}

const MIN_RSA_BITS = 2048;
/** Larger ones, and ones with a large exponent, are slow to verify with: a stranger could choose how slow. */
const MAX_RSA_BITS = 8192;
const MAX_RSA_EXPONENT = 2n ** 32n;

function readKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
    const { modulusLength = 0, publicExponent = MAX_RSA_EXPONENT } = key.asymmetricKeyDetails ?? {};
    const isTaken =
      key.asymmetricKeyType === "rsa" &&
      modulusLength >= MIN_RSA_BITS &&
      modulusLength <= MAX_RSA_BITS &&
      publicExponent < MAX_RSA_EXPONENT;
    return isTaken ? key : undefined;
  } catch {
    return undefined;
  }
}

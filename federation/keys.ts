import type { CryptoKey } from "jose";
import type { ActorId } from "#domain/ids.ts";
import { importPublicKey, openPrivateKey, publicKeyMultibase, publicKeyPem } from "#identity/actor-keys.ts";
import { type ActorKeyRow, findActorKeys } from "#store/actor-keys.ts";
import type { Instance } from "#instance";
import { BoundedCache } from "./bounded-cache.ts";
import type { PublishedKeys } from "./translate/document.ts";

/** A key pair of a local actor, and the address under which others find its public half. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** What a local actor signs with. */
export interface ActorSigningKeys {
  /** For HTTP signatures. */
  readonly rsa: SigningKey;
  /** For object integrity proofs. */
  readonly ed25519: SigningKey;
  readonly published: PublishedKeys;
}

/** Gives the keys of a local actor. @throws Error where it has none, which no caller can mend */
export type KeySource = (actorId: ActorId) => Promise<ActorSigningKeys>;

/** An actor's keys never change, so they are opened once, for the thousand actors that last signed something. */
export function createKeySource(instance: Pick<Instance, "db" | "keys">): KeySource {
  const open = async (row: ActorKeyRow): Promise<SigningKey> => ({
    keyId: row.keyId,
    privateKey: await openPrivateKey(instance.keys.actorKeyWrapping, row.privateKey),
    publicKey: await importPublicKey(row.publicJwk),
  });
  const cache = new BoundedCache(
    async (actorId: ActorId): Promise<ActorSigningKeys | undefined> => {
      const rows = await findActorKeys(instance.db, actorId);
      const rsaRow = rows.find((row) => row.kind === "rsa");
      const ed25519Row = rows.find((row) => row.kind === "ed25519");
      if (rsaRow === undefined || ed25519Row === undefined) return undefined;
      const [rsa, ed25519] = await Promise.all([open(rsaRow), open(ed25519Row)]);
      return {
        rsa,
        ed25519,
        published: {
          rsaPem: await publicKeyPem(rsa.publicKey),
          ed25519Multibase: await publicKeyMultibase(ed25519.publicKey),
        },
      };
    },
    { max: 1000 },
  );
  return async (actorId) => {
    const keys = await cache.get(actorId);
    if (keys === undefined) throw new Error(`The local actor ${actorId} lacks a key`);
    return keys;
  };
}

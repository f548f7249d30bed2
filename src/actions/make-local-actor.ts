import { type ActorId, newOpaqueId } from "#domain/ids.ts";
import type { PublicJwk } from "#domain/public-jwk.ts";
import { generateActorKeys, publicJwk, sealPrivateKey } from "#identity/actor-keys.ts";
import { type ActorKeyRow, insertActorKeys } from "#store/actor-keys.ts";
import { type ActorRow, insertActor } from "#store/actors.ts";
import type { Transaction } from "#store/database.ts";
import type { Instance } from "#instance";

/** An actor of this institution with its two key pairs, not stored yet. */
export interface LocalActor {
  readonly row: ActorRow;
  readonly keys: readonly ActorKeyRow[];
  /** The public Ed25519 key, which an attestation confirms. */
  readonly confirmationKey: PublicJwk;
}

/**
 * Makes an actor and its keys. It takes tenths of a second (RSA), so it is done before the transaction that stores
 * it. The times in the row are coarse: they could link the personas of one physician.
 */
export async function newLocalActor(
  instance: Instance,
  wanted: Pick<ActorRow, "type" | "name"> & { readonly handle: string; readonly summary?: string },
): Promise<LocalActor> {
  const { origin } = instance.config;
  const uri = `${origin}/actors/${wanted.handle}`;
  const id = newOpaqueId<ActorId>();
  const { rsa, ed25519 } = await generateActorKeys();
  const confirmationKey = await publicJwk(ed25519.publicKey);
  const today = new Date(instance.clock());
  today.setUTCHours(0, 0, 0, 0);
  return {
    confirmationKey,
    row: {
      id,
      uri,
      type: wanted.type,
      username: wanted.handle,
      host: new URL(origin).host,
      local: true,
      name: wanted.name,
      summary: wanted.summary ?? "",
      url: `${origin}/@${wanted.handle}`,
      inbox: `${uri}/inbox`,
      sharedInbox: `${origin}/inbox`,
      followers: `${uri}/followers`,
      assertionKeys: [],
      attestation: null,
      verified: null,
      fetchedAt: today,
    },
    keys: [
      {
        keyId: `${uri}#main-key`,
        actorId: id,
        kind: "rsa",
        publicJwk: await publicJwk(rsa.publicKey),
        privateKey: await sealPrivateKey(instance.keys.actorKeyWrapping, rsa.privateKey),
      },
      {
        keyId: `${uri}#ed25519-key`,
        actorId: id,
        kind: "ed25519",
        publicJwk: confirmationKey,
        privateKey: await sealPrivateKey(instance.keys.actorKeyWrapping, ed25519.privateKey),
      },
    ],
  };
}

/**
 * Stores an actor and its keys.
 *
 * @returns false where the handle is taken; nothing is stored then
 */
export async function insertLocalActor(
  tx: Transaction,
  actor: LocalActor,
  shown: Pick<ActorRow, "attestation" | "verified"> = { attestation: null, verified: null },
): Promise<boolean> {
  if (!(await insertActor(tx, { ...actor.row, ...shown }))) return false;
  await insertActorKeys(tx, actor.keys);
  return true;
}

import { calculateJwkThumbprint } from "jose";
import { generateEd25519Keys, openPrivateKey, publicJwk, sealPrivateKey } from "#identity/actor-keys.ts";
import type { IssuerKey } from "#identity/attestation.ts";
import { insertIssuerKey, type IssuerKeyRow, listIssuerKeys } from "#store/issuer-keys.ts";
import type { Instance } from "#instance";

/** The key that this institution attests with now; makes the first one. */
export async function findIssuerKey(instance: Instance): Promise<IssuerKey> {
  const inUse = await rowInUse(instance);
  if (inUse !== undefined) return await opened(instance, inUse);
  await insertIssuerKey(instance.db, await newIssuerKey(instance, instance.clock()));
  const made = await rowInUse(instance);
  if (made === undefined) throw new Error("The institution has no key in use that it could attest with.");
  return await opened(instance, made);
}

async function rowInUse({ db, clock }: Instance): Promise<IssuerKeyRow | undefined> {
  const now = clock();
  const rows = await listIssuerKeys(db);
  return rows.findLast(
    ({ signsFrom, retiredAt }) => signsFrom <= now && (retiredAt === null || retiredAt > now),
  );
}

async function opened(instance: Instance, row: IssuerKeyRow): Promise<IssuerKey> {
  if (row.privateKey === null) throw new Error(`The private half of the issuer key ${row.keyId} is gone.`);
  return {
    kid: row.keyId,
    privateKey: await openPrivateKey(instance.keys.actorKeyWrapping, row.privateKey),
  };
}

/** Makes a key without storing it. */
export async function newIssuerKey(instance: Instance, signsFrom: Date): Promise<IssuerKeyRow> {
  const pair = await generateEd25519Keys();
  const jwk = await publicJwk(pair.publicKey);
  return {
    keyId: await calculateJwkThumbprint(jwk),
    publicJwk: jwk,
    privateKey: await sealPrivateKey(instance.keys.actorKeyWrapping, pair.privateKey),
    signsFrom,
    retiredAt: null,
  };
}

import { KeyObject } from "node:crypto";
import { createLocalJWKSet } from "jose";
import type { CryptoKey, JSONWebKeySet, JWK } from "jose";
import { z } from "zod";
import type { PublicJwk } from "#domain/public-jwk.ts";
import { Refusal, unavailable } from "#domain/refusal.ts";
import { NetError } from "#net/errors.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { readJson } from "#net/json.ts";
import { keepLast } from "./keep-last.ts";

/**
 * Picks the key for a token's `alg` and `kid`; rejects where none fits or, without a `kid`, more than one. It gives only a key
 * of the kind that the algorithm takes, so that a key cannot be used under another one.
 */
export type IssuerKeys = (algorithm: string, keyId: string | undefined) => Promise<IssuerPublicKey>;

export interface IssuerPublicKey {
  readonly key: KeyObject;
  /** In seconds since the epoch: what says that it was issued from then on was not signed by the institution. */
  readonly retiredAt: number | undefined;
}

/** What attestations and status lists may be signed with. */
export const SIGNATURE_ALGORITHMS = ["EdDSA", "ES256"];

/** Wraps a JWKS so that each key is imported once, when it is first asked for. */
export function issuerKeys(jwks: JSONWebKeySet): IssuerKeys {
  const find = createLocalJWKSet(jwks);
  const imported = new WeakMap<CryptoKey, KeyObject>();
  return async (alg, kid) => {
    const key = await find({ alg, ...(kid !== undefined && { kid }) });
    const known = imported.get(key) ?? KeyObject.from(key);
    imported.set(key, known);
    const named = retirement.safeParse(jwks.keys.find((jwk) => jwk.kid === kid));
    return { key: known, retiredAt: named.data?.exp };
  };
}

const retirement = z.looseObject({ exp: z.number() });

/** Gives the keys of an institution, fresh enough to hold the named one; `undefined` where they cannot be had. */
export type IssuerKeySource = (issuer: string, keyId: string | undefined) => Promise<IssuerKeys | undefined>;

const WELL_KNOWN = "/.well-known/jwt-vc-issuer";
const MAX_BYTES = 65_536;
const MAX_KEYS = 50;

/** What an institution serves at `/.well-known/jwt-vc-issuer`; its public keys, retired ones too. */
export interface IssuerMetadata {
  readonly issuer: string;
  readonly jwks: { readonly keys: readonly JWK[] };
}

/** A public key of an institution with the time it was in use, if that is over. */
export interface PublishedIssuerKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly signsFrom: Date;
  readonly retiredAt: Date | null;
}

/**
 * The keys as a JWK Set. `iat` and `exp` say from when and until when a key signs, as OpenID Federation 1.0 has it for
 * historical keys: a retired key stays, so that what it signed can still be judged.
 */
export const issuerJwks = (keys: readonly PublishedIssuerKey[]): { keys: JWK[] } => ({
  keys: keys.map(({ kid, publicJwk, signsFrom, retiredAt }) => ({
    ...publicJwk,
    kid,
    alg: "EdDSA",
    use: "sig",
    iat: Math.floor(signsFrom.getTime() / 1000),
    ...(retiredAt !== null && { exp: Math.floor(retiredAt.getTime() / 1000) }),
  })),
});

/**
 * The JWT VC Issuer Metadata of an institution (draft-ietf-oauth-sd-jwt-vc, section 5), keys inline, so that one request is
 * enough. @throws TypeError where a key holds a private part or lacks its `kid`.
 */
export function issuerMetadata(origin: string, keys: readonly JWK[]): IssuerMetadata {
  if (keys.some((key) => key.d !== undefined || key.k !== undefined || key.kid === undefined)) {
    throw new TypeError("Only public keys with a kid are published.");
  }
  return { issuer: origin, jwks: { keys: keys.map((key) => ({ use: "sig", ...key })) } };
}

const keyShape = z.looseObject({ kty: z.string() });
const jwksShape = z.looseObject({ keys: z.array(keyShape).max(MAX_KEYS) });
const metadataShape = z.looseObject({
  issuer: z.string(),
  jwks: jwksShape.optional(),
  jwks_uri: z.url().optional(),
});

/**
 * Fetches an institution's keys through its metadata (draft-ietf-oauth-sd-jwt-vc, section 5): `issuer` must be the one asked,
 * and keys that are not inline must lie on the same origin.
 * @throws Refusal `unavailable`, saying what was wrong with the answer.
 */
export async function fetchIssuerKeys(
  fetcher: Pick<Fetcher, "fetch">,
  issuer: string,
): Promise<JSONWebKeySet> {
  const metadata = read(metadataShape, issuer, await fetchJson(fetcher, issuer, new URL(WELL_KNOWN, issuer)));
  if (metadata.issuer !== issuer)
    throw unavailable(`${issuer} gives another issuer in its attestation metadata.`);
  if (metadata.jwks !== undefined) return metadata.jwks;
  const address = metadata.jwks_uri === undefined ? null : URL.parse(metadata.jwks_uri);
  if (address?.origin !== new URL(issuer).origin) {
    throw unavailable(`${issuer} must give its attestation keys inline or at an address of its own.`);
  }
  return read(jwksShape, issuer, await fetchJson(fetcher, issuer, address));
}

function read<T>(shape: z.ZodType<T>, issuer: string, json: unknown): T {
  const result = shape.safeParse(json);
  if (!result.success)
    throw unavailable(`The attestation keys of ${issuer} are not in the form they must have.`);
  return result.data;
}

async function fetchJson(fetcher: Pick<Fetcher, "fetch">, issuer: string, address: URL): Promise<unknown> {
  try {
    const response = await fetcher.fetch(address, {
      headers: { accept: "application/json" },
      // Followed, a redirect could hand the answer to another host.
      redirect: "manual",
      maxBytes: MAX_BYTES,
    });
    if (response.status !== 200) {
      throw unavailable(`${issuer} answers ${String(response.status)} when asked for its attestation keys.`);
    }
    return await readJson(response);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw unavailable(
      `${issuer} does not give its attestation keys. ${error instanceof NetError ? error.message : ""}`.trim(),
    );
  }
}

interface Entry {
  readonly asked: number;
  readonly keys: Promise<IssuerKeys | undefined>;
  state: "asking" | "unreachable" | { readonly ids: ReadonlySet<string | undefined> };
}

const FRESH_MS = 3_600_000;
const RETRY_MS = 60_000;
/** What depends on it is tried again meanwhile: an institution that was only restarted should not hold it up for long. */
const UNREACHABLE_MS = 10_000;
const MAX_ISSUERS = 1000;

/**
 * Remembers the keys of institutions for an hour, the thousand last asked for. An institution that did not answer is asked again
 * after ten seconds at the earliest, one whose keys lack the one named after a minute; callers at the same time share one request.
 * @param now the time in milliseconds.
 */
export function createIssuerKeySource(
  fetcher: Pick<Fetcher, "fetch">,
  now: () => number = Date.now,
): IssuerKeySource {
  const entries = new Map<string, Entry>();

  const ask = (issuer: string): Entry => {
    const fetched = fetchIssuerKeys(fetcher, issuer);
    const entry: Entry = {
      asked: now(),
      state: "asking",
      keys: fetched.then(issuerKeys, () => undefined),
    };
    fetched.then(
      (jwks) => (entry.state = { ids: new Set(jwks.keys.map((key) => key.kid)) }),
      () => (entry.state = "unreachable"),
    );
    return entry;
  };

  return async (issuer, keyId) => {
    const known = entries.get(issuer);
    const entry = known !== undefined && isFresh(known, keyId, now()) ? known : ask(issuer);
    keepLast(entries, issuer, entry, MAX_ISSUERS);
    return await entry.keys;
  };
}

function isFresh({ asked, state }: Entry, keyId: string | undefined, now: number): boolean {
  const age = now - asked;
  if (state === "asking") return true;
  if (state === "unreachable") return age < UNREACHABLE_MS;
  return age < RETRY_MS || (age < FRESH_MS && (keyId === undefined || state.ids.has(keyId)));
}

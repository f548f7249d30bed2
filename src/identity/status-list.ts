import { deflateSync, inflateSync } from "node:zlib";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { MAX_STATUS_LIST_SECONDS, STATUS_LIST_SIZE } from "#domain/attestation.ts";
import type { IssuerKey } from "./attestation.ts";
import { type IssuerKeys, SIGNATURE_ALGORITHMS } from "./issuer-keys.ts";

/** A list is compressed, so a small answer could grow without end; four times the largest of ours is room enough. */
const MAX_LIST_BYTES = 4 * 131_072;
const SKEW_SECONDS = 60;

/**
 * Beside the list, when each of its entries was revoked, in seconds since the epoch by index: the list alone says that,
 * and not whether something was signed before. Named by our vocabulary, as a claim of a private name (RFC 7519, section 4.2).
 */
const REVOKED_AT = "https://w3id.org/consilium#revokedAt";

export interface StatusListRequest {
  /** Where the list is found; also its `sub`. */
  readonly uri: string;
  readonly issuerKey: IssuerKey;
  readonly revoked: readonly { readonly index: number; readonly revokedAt: Date }[];
  readonly now: Date;
  /** How long it is good for, counted from `now`: at most {@link MAX_STATUS_LIST_SECONDS}. */
  readonly seconds: number;
}

/**
 * Signs a Status List Token (draft-ietf-oauth-status-list-17, section 5.1): `statuslist+jwt` with one bit for each of
 * {@link STATUS_LIST_SIZE} places, 1 where the attestation is revoked.
 * @throws RangeError where it would be good for longer than the profile allows, or a place is none.
 */
export async function signStatusList(request: StatusListRequest): Promise<string> {
  const { uri, issuerKey, revoked, seconds } = request;
  if (!(seconds >= 1 && seconds <= MAX_STATUS_LIST_SECONDS)) {
    throw new RangeError(`A status list is good for 1 to ${MAX_STATUS_LIST_SECONDS} seconds.`);
  }
  const bits = new Uint8Array(STATUS_LIST_SIZE / 8);
  for (const { index } of revoked) {
    const byte = bits[index >> 3];
    if (byte === undefined) throw new RangeError(`There is no place ${index} in a status list.`);
    bits[index >> 3] = byte | (1 << (index & 7));
  }
  const now = Math.floor(request.now.getTime() / 1000);
  return await new SignJWT({
    status_list: { bits: 1, lst: deflateSync(bits, { level: 9 }).toString("base64url") },
    ttl: seconds,
    [REVOKED_AT]: Object.fromEntries(
      // Rounded up: what was signed in the same second was signed before, since the house signs nothing afterwards.
      revoked.map(({ index, revokedAt }) => [index, Math.ceil(revokedAt.getTime() / 1000)]),
    ),
  })
    .setProtectedHeader({ alg: "EdDSA", typ: "statuslist+jwt", kid: issuerKey.kid })
    .setSubject(uri)
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(issuerKey.privateKey);
}

/** What a list says of one of its entries. */
export type Status =
  | { readonly kind: "valid" }
  /** `since` is absent where the list does not say when. */
  | { readonly kind: "revoked"; readonly since: Date | undefined };

/** A list whose signature holds. */
export interface StatusList {
  /** When it was signed. */
  readonly signedAt: Date;
  /** From when on another has to be fetched. */
  readonly goodUntil: Date;
  /** `undefined` where the list has no such place. */
  status(index: number): Status | undefined;
}

const payloadShape = z.looseObject({
  iat: z.number(),
  exp: z.number().optional(),
  ttl: z.number().positive().optional(),
  status_list: z.looseObject({ bits: z.union([1, 2, 4, 8].map((bits) => z.literal(bits))), lst: z.string() }),
  [REVOKED_AT]: z.record(z.string(), z.number()).catch({}),
});

/**
 * Reads a Status List Token (draft-ietf-oauth-status-list-17, section 8.3): its type, signature, `sub` and times. It is
 * good for its `ttl` from `iat` on, never longer than a quarter of an hour and never beyond `exp`.
 * @throws where any of it does not hold; who judges by it must then go without it.
 */
export async function readStatusList(
  token: string,
  facts: { readonly uri: string; readonly keys: IssuerKeys; readonly now: Date },
): Promise<StatusList> {
  const verified = await jwtVerify(token, async ({ alg, kid }) => (await facts.keys(alg, kid)).key, {
    typ: "statuslist+jwt",
    algorithms: SIGNATURE_ALGORITHMS,
    subject: facts.uri,
    currentDate: facts.now,
    clockTolerance: SKEW_SECONDS,
    // Refuses one that was signed longer ago than any list is good for, and one from the future.
    maxTokenAge: MAX_STATUS_LIST_SECONDS,
  });
  const { iat, exp, ttl, status_list: list, [REVOKED_AT]: times } = payloadShape.parse(verified.payload);
  const bytes = inflateSync(Buffer.from(list.lst, "base64url"), { maxOutputLength: MAX_LIST_BYTES });
  const perByte = 8 / list.bits;
  const seconds = Math.min(ttl ?? MAX_STATUS_LIST_SECONDS, MAX_STATUS_LIST_SECONDS);
  return {
    signedAt: new Date(iat * 1000),
    goodUntil: new Date(Math.min(iat + seconds, exp ?? Number.POSITIVE_INFINITY) * 1000),
    status(index) {
      const byte = bytes[Math.floor(index / perByte)];
      if (byte === undefined) return undefined;
      const value = (byte >> ((index % perByte) * list.bits)) & (2 ** list.bits - 1);
      if (value === 0) return { kind: "valid" };
      const since = times[String(index)];
      return { kind: "revoked", since: since === undefined ? undefined : new Date(since * 1000) };
    },
  };
}

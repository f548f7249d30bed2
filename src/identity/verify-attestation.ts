import { verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { z } from "zod";
import { ATTESTATION_DAYS, ATTESTATION_TYPE, isPhysician } from "#domain/attestation.ts";
import type { Verified } from "#domain/attestation.ts";
import type { PublicJwk } from "#domain/public-jwk.ts";
import type { CommentReason } from "#domain/opinion.ts";
import { readClaims } from "./claims.ts";
import { type IssuerKeys, type IssuerKeySource, SIGNATURE_ALGORITHMS } from "./issuer-keys.ts";
import { disclosureDigest, sdJwtVc } from "./sd-jwt.ts";
import type { StatusListSource } from "./status-source.ts";

/** Where what other institutions publish about their attestations comes from, each answer remembered for a while. */
export interface AttestationSources {
  readonly issuerKeys: IssuerKeySource;
  readonly statusLists: StatusListSource;
}

/** What an attestation is judged against. */
export interface AttestationFacts extends AttestationSources {
  /** The origin of this institution: an attestation may say for whose eyes it is. */
  readonly audience: string;
  /** The address of the actor who presents it; its origin is the only institution that may vouch for it. */
  readonly actor: string;
  /** The public JWKs of the actor's `assertionMethod`. */
  readonly actorKeys: readonly PublicJwk[];
  /** When it must have been valid: now, or the time of what was signed under it. */
  readonly at: Date;
}

export type AttestationVerdict = (
  | { readonly ok: true; readonly claims: Verified; readonly expiresAt: Date }
  | { readonly ok: false; readonly reason: CommentReason }
) & {
  /** When the status list that was looked at was signed; absent where none was. */
  readonly statusCheckedAt?: Date;
};

const MAX_CHARACTERS = 8192;
const SKEW_SECONDS = 60;
const DAY = 86_400;

const headerShape = z.looseObject({
  typ: z.literal("dc+sd-jwt"),
  alg: z.string(),
  kid: z.string().optional(),
});
const payloadShape = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  vct: z.literal(ATTESTATION_TYPE),
  iat: z.number(),
  nbf: z.number().optional(),
  exp: z.number(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  status: z.looseObject({
    status_list: z.looseObject({ idx: z.number().int().min(0), uri: z.string() }),
  }),
  cnf: z.looseObject({ jwk: z.looseObject({ kty: z.string(), crv: z.string(), x: z.string() }) }),
  _sd: z.array(z.string()),
  _sd_alg: z.literal("sha-256"),
});
type Payload = z.infer<typeof payloadShape>;

/**
 * Judges a presented attestation (issueAttestation and present are its other end) against what is known of the actor:
 * its type, issuer, subject, key binding (RFC 7800; keys are the same when their RFC 7638 thumbprints would be), time with a
 * minute of skew, then the issuer's signature with EdDSA or ES256 and the disclosures (RFC 9901, section 7.1), and last the
 * issuer's status list. Keys are asked for only when everything else fits, and the list only under a signature that holds,
 * so a stranger cannot make this server fetch from a third one.
 *
 * What was signed before a revocation stays valid. Where the list cannot be had or is stale nothing is accepted.
 * @returns a verdict, whatever the input; `no-attestation` means that the text is not an attestation at all. It never throws
 * on account of what was presented.
 */
export async function verifyAttestation(
  presentation: string,
  facts: AttestationFacts,
): Promise<AttestationVerdict> {
  const read = readPresentation(presentation);
  if (read === undefined) return refuse("no-attestation");
  const { header, payload } = read;
  if (!SIGNATURE_ALGORITHMS.includes(header.alg)) return refuse("bad-signature");
  const mismatch = compare(payload, facts);
  if (mismatch !== undefined) return refuse(mismatch);

  const keys = await facts.issuerKeys(payload.iss, header.kid);
  if (keys === undefined) return refuse("unreachable-issuer");
  const shown = await openSigned(presentation, read, keys, facts.at);
  if (shown === undefined) return refuse("bad-signature");
  const { profession, ...claims } = readClaims(shown);
  if (profession === undefined || !isPhysician(profession)) return refuse("not-a-physician");
  const { idx, uri } = payload.status.status_list;
  const list = await facts.statusLists(payload.iss, uri);
  const status = list?.status(idx);
  if (list === undefined || status === undefined) return refuse("status-unknown");
  if (status.kind === "revoked" && !(status.since !== undefined && facts.at < status.since)) {
    return { ...refuse("revoked"), statusCheckedAt: list.signedAt };
  }
  return {
    ok: true,
    claims: { profession, ...claims },
    expiresAt: new Date(payload.exp * 1000),
    statusCheckedAt: list.signedAt,
  };
}

/** The claims in the clear and those disclosed; `undefined` where the institution did not sign them. */
async function openSigned(
  presentation: string,
  { header, payload }: Read,
  keys: IssuerKeys,
  at: Date,
): Promise<Record<string, unknown> | undefined> {
  try {
    const { key, retiredAt } = await keys(header.alg, header.kid);
    if (retiredAt !== undefined && payload.iat >= retiredAt) return undefined;
    const sdJwt = sdJwtVc({ verifier: (signed, signature) => isSigned(signed, signature, key) });
    // Not its verify(): that would fetch a status list with the global fetch, past the guard of src/net/.
    const valid = await sdJwt.validate(presentation, {
      currentDate: Math.floor(at.getTime() / 1000),
      skewSeconds: SKEW_SECONDS,
    });
    return z.record(z.string(), z.unknown()).parse(valid.payload);
  } catch {
    return undefined;
  }
}

/**
 * Verifies at once rather than on WebCrypto's threads: a thread with hundreds of opinions is judged one by one, and there the
 * way to a thread and back takes longer than the signature.
 */
const isSigned = (signed: string, signature: string, key: KeyObject): boolean =>
  key.asymmetricKeyType === "ed25519"
    ? verify(null, Buffer.from(signed), key, Buffer.from(signature, "base64url"))
    : verify(
        "sha256",
        Buffer.from(signed),
        { key, dsaEncoding: "ieee-p1363" },
        Buffer.from(signature, "base64url"),
      );

const refuse = (reason: CommentReason) => ({ ok: false, reason }) as const;

/** What an attestation says of itself, unjudged; `undefined` where the text is none. */
export function readAttestation(presentation: string): {
  readonly issuer: string | undefined;
  readonly expiresAt: Date | undefined;
} {
  const payload = readPresentation(presentation)?.payload;
  return {
    issuer: payload?.iss,
    expiresAt: payload === undefined ? undefined : new Date(payload.exp * 1000),
  };
}

interface Read {
  readonly header: z.infer<typeof headerShape>;
  readonly payload: Payload;
}

function readPresentation(presentation: string): Read | undefined {
  if (presentation.length > MAX_CHARACTERS) return undefined;
  const [jwt = "", ...rest] = presentation.split("~");
  // The last part is a key binding's place; opinions are bound by their proof instead, so it stays empty.
  if (rest.pop() !== "") return undefined;
  try {
    const header = headerShape.parse(decodeProtectedHeader(jwt));
    const payload = payloadShape.parse(decodeJwt(jwt));
    return disclosuresFit(rest, payload) ? { header, payload } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * RFC 9901, section 7.1, steps 3 and 4: every disclosure is one that the issuer listed, none comes twice, none takes the
 * place of a claim in the clear. The library passes over all three.
 */
function disclosuresFit(disclosures: readonly string[], payload: Payload): boolean {
  const { _sd: digests } = payload;
  const listed = new Set(digests);
  return (
    listed.size === digests.length &&
    new Set(disclosures).size === disclosures.length &&
    disclosures.every((disclosure) => {
      if (!listed.has(disclosureDigest(disclosure))) return false;
      const [, name] = disclosureShape.parse(JSON.parse(Buffer.from(disclosure, "base64url").toString()));
      return !Object.hasOwn(payload, name) && name !== "_sd" && name !== "...";
    })
  );
}

const disclosureShape = z.tuple([z.string(), z.string(), z.unknown()]);

function compare(payload: Payload, facts: AttestationFacts): CommentReason | undefined {
  if (payload.iss !== URL.parse(facts.actor)?.origin) return "issuer-is-not-the-authors-host";
  if (payload.sub !== facts.actor) return "other-persona";
  if (!facts.actorKeys.some((key) => isSameKey(key, payload.cnf.jwk))) return "other-key";
  if (payload.aud !== undefined && ![payload.aud].flat().includes(facts.audience)) return "other-audience";
  // Longer than the profile allows: whoever issued it, it is no attestation of ours.
  if (payload.exp - payload.iat > ATTESTATION_DAYS * DAY) return "no-attestation";
  const at = facts.at.getTime() / 1000;
  const from = Math.max(payload.iat, payload.nbf ?? payload.iat);
  if (at < from - SKEW_SECONDS || at >= payload.exp + SKEW_SECONDS) return "expired";
  return undefined;
}

/** RFC 7638, section 3.2, and RFC 8037 hash just these members of an Ed25519 key; comparing them needs no hash. */
const isSameKey = (a: PublicJwk, b: { kty: string; crv: string; x: string }): boolean =>
  a.kty === "OKP" && a.kty === b.kty && a.crv === b.crv && a.x === b.x;

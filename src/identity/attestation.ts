import type { CryptoKey } from "jose";
import { ATTESTATION_DAYS, ATTESTATION_TYPE } from "#domain/attestation.ts";
import type { Verified } from "#domain/attestation.ts";
import type { PublicJwk } from "#domain/public-jwk.ts";
import { DISCLOSABLE, readClaims } from "./claims.ts";
import type { Disclosable } from "./claims.ts";
import { sdJwtVc } from "./sd-jwt.ts";

/** The Ed25519 key an institution attests with; `kid` is the one in its published JWKS. */
export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

export interface AttestationRequest {
  /** The institution's origin, as its actors' addresses have it. */
  readonly issuer: string;
  readonly issuerKey: IssuerKey;
  /** The address of the persona's actor. */
  readonly subject: string;
  /** The public JWK of the actor's Ed25519 `assertionMethod` key. */
  readonly confirmationKey: PublicJwk;
  readonly verified: Verified;
  /** Its place in a status list. */
  readonly status: { readonly uri: string; readonly index: number };
  readonly now: Date;
  /** Up to a day, in seconds: how much earlier than others this one runs out, so that they do not all run out at once. */
  readonly jitterSeconds?: number;
}

const DAY = 86_400;

/**
 * Issues an attestation: an SD-JWT (RFC 9901) of the type `dc+sd-jwt` (SD-JWT-based Verifiable Credentials,
 * draft-ietf-oauth-sd-jwt-vc), bound to the actor's key by `cnf` (RFC 7800). All four claims can be disclosed one by one;
 * absent ones leave a decoy digest (RFC 9901, section 4.2.5), so that the number of digests tells nothing. `iat` is the
 * start of the UTC day, which many share; `exp` is seven days after that, less the jitter. `status` names the place in a
 * Token Status List (draft-ietf-oauth-status-list-17, section 6.2) where a revocation would show.
 * @returns the compact form with every disclosure, for the persona's eyes (what leaves is made by {@link present}), and `exp`.
 */
export async function issueAttestation(
  request: AttestationRequest,
): Promise<{ readonly attestation: string; readonly expiresAt: Date }> {
  const { issuer, issuerKey, subject, confirmationKey, verified, status, now, jitterSeconds = 0 } = request;
  if (!(jitterSeconds >= 0 && jitterSeconds <= DAY))
    throw new RangeError("The jitter is up to a day, in seconds.");
  const claims = readClaims({ ...verified });
  const held = DISCLOSABLE.filter((name) => claims[name] !== undefined);
  const issuedAt = Math.floor(now.getTime() / 1000 / DAY) * DAY;
  const expires = issuedAt + ATTESTATION_DAYS * DAY - Math.floor(jitterSeconds);
  const { kty, crv, x } = confirmationKey;
  const attestation = await sdJwtVc({ signAlg: "EdDSA", signer: signWith(issuerKey.privateKey) }).issue(
    {
      iss: issuer,
      sub: subject,
      vct: ATTESTATION_TYPE,
      iat: issuedAt,
      exp: expires,
      cnf: { jwk: { kty, crv, x } },
      status: { status_list: { idx: status.index, uri: status.uri } },
      ...claims,
    },
    { _sd: held, _sd_decoy: DISCLOSABLE.length - held.length },
    { header: { kid: issuerKey.kid } },
  );
  return { attestation, expiresAt: new Date(expires * 1000) };
}

const signWith =
  (key: CryptoKey) =>
  async (data: string): Promise<string> =>
    Buffer.from(await crypto.subtle.sign("Ed25519", key, new TextEncoder().encode(data))).toString(
      "base64url",
    );

/**
 * Leaves only the disclosures of the named claims in an attestation (RFC 9901, section 6.1); a claim that it does not hold is
 * passed over. The institution's signature stays valid. @throws where the text is not an SD-JWT.
 */
export async function present(attestation: string, claims: readonly Disclosable[]): Promise<string> {
  const frame = Object.fromEntries(claims.map((name) => [name, true]));
  return await sdJwtVc({}).present<Record<string, unknown>>(attestation, frame);
}

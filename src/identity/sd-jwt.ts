import { createHash, randomBytes } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import type { SDJWTVCConfig } from "@sd-jwt/sd-jwt-vc";

/** The library's instance with the one hash that an attestation uses; the rest of its settings are the caller's. */
export const sdJwtVc = (settings: SDJWTVCConfig): SDJwtVcInstance =>
  new SDJwtVcInstance({
    ...settings,
    hashAlg: "sha-256",
    hasher: (data) => sha256(data),
    // RFC 9901, section 9.3: at least 128 bits of salt.
    saltGenerator: (bytes) => randomBytes(bytes).toString("base64url"),
  });

const sha256 = (data: string | ArrayBuffer): Uint8Array =>
  createHash("sha256")
    .update(typeof data === "string" ? data : new Uint8Array(data))
    .digest();

/** The digest of one disclosure as `_sd` lists it (RFC 9901, section 4.2.3). */
export const disclosureDigest = (disclosure: string): string =>
  Buffer.from(sha256(disclosure)).toString("base64url");

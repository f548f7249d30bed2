import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { Refusal } from "#domain/refusal.ts";

const SECRET_BYTES = 32;
const KEY_BYTES = 32;

/** The keys of one instance, each 32 bytes, each for one purpose only. */
export interface InstanceKeys {
  /** For {@link subjectHash}. */
  readonly subjectHashing: Uint8Array;
  /** For `sealPrivateKey` and `openPrivateKey` of actor-keys.ts. */
  readonly actorKeyWrapping: Uint8Array;
  /** For the cookie that carries a sign-in under way. */
  readonly signInState: Uint8Array;
  /** For what the instance's own sessions sign or encrypt. */
  readonly session: Uint8Array;
}

/** Makes an instance secret for a first start: 32 random bytes in base64url, 43 characters. */
export const newInstanceSecret = (): string => randomBytes(SECRET_BYTES).toString("base64url");

/**
 * Derives every key of an instance from its one secret with HKDF-SHA256 (RFC 5869), one fixed label for each purpose, so
 * that a key that leaks tells nothing about the others. The same secret always gives the same keys.
 * @throws Refusal `invalid` where the secret is not 32 bytes in base64url without padding.
 */
export function deriveKeys(secret: string): InstanceKeys {
  const bytes = Buffer.from(secret, "base64url");
  // Buffer skips what it does not know, so the way back shows whether all of it was base64url.
  if (bytes.length !== SECRET_BYTES || bytes.toString("base64url") !== secret) {
    throw new Refusal(
      "invalid",
      "The instance secret must be 32 random bytes in base64url: 43 characters, no padding.",
    );
  }
  // The labels are part of the stored data's meaning: changing one makes every value made with its key unreadable.
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync("sha256", bytes, "", `consilium/1/${purpose}`, KEY_BYTES));
  return {
    subjectHashing: derive("subject-hash"),
    actorKeyWrapping: derive("actor-key-wrapping"),
    signInState: derive("sign-in-state"),
    session: derive("session"),
  };
}

/**
 * Names a person of an OpenID Provider without saying who: HMAC-SHA256 over issuer and subject, 64 hexadecimal digits.
 * The two go in as one JSON array, so that no other pair gives the same bytes. `iss` and `sub` are compared exactly
 * (OpenID Connect Core 1.0, section 2), so nothing is folded here.
 */
export const subjectHash = (key: Uint8Array, issuer: string, subject: string): string =>
  createHmac("sha256", key)
    .update(JSON.stringify([issuer, subject]))
    .digest("hex");

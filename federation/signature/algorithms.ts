import { constants, type KeyObject, verify } from "node:crypto";

type Verify = (key: KeyObject, signed: Buffer, signature: Buffer) => boolean;

const rsa =
  (hash: string): Verify =>
  (key, signed, signature) =>
    verify(hash, signed, key, signature);

const RSA: ReadonlyMap<string, Verify> = new Map([
  ["", rsa("sha256")],
  ["rsa-v1_5-sha256", rsa("sha256")],
  ["rsa-v1_5-sha512", rsa("sha512")],
  [
    "rsa-pss-sha512",
    (key, signed, signature) =>
      verify("sha512", signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }, signature),
  ],
]);
const ED25519: ReadonlyMap<string, Verify> = new Map<string, Verify>([
  ["", (key, signed, signature) => verify(null, signed, key, signature)],
  ["ed25519", (key, signed, signature) => verify(null, signed, key, signature)],
]);

/**
 * Whether a signature holds by this algorithm of RFC 9421, section 3.3. The key decides which ones there are, so that
 * none can be used under another's name; without a name it is the usual one of the key.
 */
export function signatureHolds(
  key: KeyObject,
  algorithm: string | undefined,
  signed: string,
  signature: Buffer,
): boolean {
  const known = key.asymmetricKeyType === "rsa" ? RSA : ED25519;
  const check = known.get(algorithm ?? "");
  try {
    return check?.(key, Buffer.from(signed), signature) ?? false;
  } catch {
    // A signature of a length that the key cannot have made.
    return false;
  }
}

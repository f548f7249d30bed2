import { createHash, timingSafeEqual } from "node:crypto";

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["sha-256", "sha256"],
  ["sha-512", "sha512"],
]);

/**
 * Whether a body has the digests that were given for it: at least one of a kind that we know, and none that differs.
 *
 * @param digests pairs of an algorithm's name and a value in base64
 */
export function digestsFit(
  digests: readonly (readonly [algorithm: string, base64: string])[],
  body: Uint8Array,
): boolean {
  const known = digests.flatMap(([name, base64]) => {
    const algorithm = ALGORITHMS.get(name.toLowerCase());
    return algorithm === undefined ? [] : [{ algorithm, expected: Buffer.from(base64, "base64") }];
  });
  return (
    known.length > 0 &&
    known.every(({ algorithm, expected }) => {
      const actual = createHash(algorithm).update(body).digest();
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    })
  );
}

/** Reads a `Digest` header (RFC 3230): `SHA-256=base64`, several with commas between. */
export const readDigest = (header: string): (readonly [string, string])[] =>
  header.split(",").map((part) => {
    const cut = part.indexOf("=");
    return [part.slice(0, Math.max(cut, 0)).trim(), part.slice(cut + 1).trim()];
  });

/** Reads a `Content-Digest` header (RFC 9530): `sha-256=:base64:`, several with commas between. */
export const readContentDigest = (header: string): (readonly [string, string])[] =>
  [...header.matchAll(/(?:^|,)\s*([a-z0-9-]+)=:([A-Za-z0-9+/=]*):\s*(?=,|$)/gu)].map(
    ([, name = "", base64 = ""]) => [name, base64],
  );

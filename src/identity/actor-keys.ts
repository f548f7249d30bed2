import { CompactEncrypt, compactDecrypt, exportJWK, exportSPKI, generateKeyPair, importJWK } from "jose";
import type { CryptoKey, JWK } from "jose";
import { z } from "zod";
import type { PublicJwk } from "#domain/public-jwk.ts";

/** A key pair as WebCrypto has it; both halves can be exported, which Fedify needs. */
export interface KeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** What one actor signs with: RSA for HTTP signatures, Ed25519 for object proofs and as the key an attestation confirms. */
export interface ActorKeys {
  readonly rsa: KeyPair;
  readonly ed25519: KeyPair;
}

/**
 * Makes an actor's two pairs: RSA-2048 (RSASSA-PKCS1-v1_5 with SHA-256) and Ed25519.
 * Searching the primes takes tenths of a second; WebCrypto does it on another thread, so the server goes on answering.
 */
export async function generateActorKeys(): Promise<ActorKeys> {
  const [rsa, ed25519] = await Promise.all([
    generateKeyPair("RS256", { modulusLength: 2048, extractable: true }),
    generateEd25519Keys(),
  ]);
  return { rsa, ed25519 };
}

/** Makes an Ed25519 pair: an actor's second one, or the one an institution signs attestations with. */
export const generateEd25519Keys = async (): Promise<KeyPair> =>
  await generateKeyPair("EdDSA", { extractable: true });

/**
 * Encrypts a private key of either kind for the database: its JWK in a compact JWE (RFC 7516), `dir` with A256GCM, under
 * the 32 bytes of `InstanceKeys.actorKeyWrapping`. Nothing but the length of the text tells what is in it.
 */
export async function sealPrivateKey(wrappingKey: Uint8Array, privateKey: CryptoKey): Promise<string> {
  const jwk = new TextEncoder().encode(JSON.stringify(await exportJWK(privateKey)));
  return await new CompactEncrypt(jwk)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", cty: "jwk+json" })
    .encrypt(wrappingKey);
}

const sealedJwk = z.looseObject({ kty: z.enum(["RSA", "OKP"]), d: z.string() });

/**
 * Opens what {@link sealPrivateKey} made.
 * @throws jose's `JWEDecryptionFailed` where the wrapping key is another one or the text was changed, `JWEInvalid` where
 * it was cut: the instance secret or the database is not the one it was, and no caller can mend that.
 */
export async function openPrivateKey(wrappingKey: Uint8Array, sealed: string): Promise<CryptoKey> {
  const opened = await compactDecrypt(sealed, wrappingKey, {
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  const jwk = sealedJwk.parse(JSON.parse(new TextDecoder().decode(opened.plaintext)));
  return await importKey(jwk);
}

/** The public key as a JWK with its required members only (RFC 7517; RFC 8037 for Ed25519). */
export async function publicJwk(publicKey: CryptoKey): Promise<PublicJwk> {
  return publicShape.parse(await exportJWK(publicKey));
}

const text = z.string().exactOptional();
// Takes nothing over but these, so that not even a private key given by mistake would show.
const publicShape = z.object({ kty: z.enum(["RSA", "OKP"]), n: text, e: text, crv: text, x: text });

/** The public key of a JWK of {@link publicJwk}, as it is read back from the database. */
export const importPublicKey = async (jwk: PublicJwk): Promise<CryptoKey> => await importKey(jwk);

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, jwk.kty === "RSA" ? "RS256" : "EdDSA", { extractable: true });
  if (key instanceof Uint8Array) throw new TypeError("A symmetric key cannot be an actor's.");
  return key;
}

/** The public key as SubjectPublicKeyInfo in PEM, for an actor's `publicKey.publicKeyPem`. */
export const publicKeyPem = async (publicKey: CryptoKey): Promise<string> => await exportSPKI(publicKey);

// The multicodec name of an Ed25519 public key, 0xed, as a variable-length integer.
const ED25519_MULTICODEC = [0xed, 0x01];

/**
 * The Ed25519 public key as `publicKeyMultibase` of a Multikey (W3C Controlled Identifiers 1.0, section 2.2.2): it always
 * begins with `z6Mk`. @throws where the key is of another kind.
 */
export async function publicKeyMultibase(publicKey: CryptoKey): Promise<string> {
  if (publicKey.algorithm.name !== "Ed25519")
    throw new TypeError("Only an Ed25519 key is published as a Multikey here.");
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  return `z${base58(Uint8Array.from([...ED25519_MULTICODEC, ...raw]))}`;
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Base58 in the alphabet of Bitcoin. The bytes never begin with zero here, which is what keeps it this short. */
function base58(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  while (rest > 0n) {
    text = BASE58.charAt(Number(rest % 58n)) + text;
    rest /= 58n;
  }
  return text;
}

import {
  calculateJwkThumbprint,
  CompactEncrypt,
  compactDecrypt,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from "jose";
import { CustodianFault } from "./fault.ts";

export const MIN_PASSPHRASE_CHARACTERS = 12;

/** OWASP's figure for PBKDF2 with HMAC-SHA-512; whoever finds the file has to pay it for each guess. */
const ITERATIONS = 210_000;

export interface NewKey {
  /** The private key under the passphrase: a compact JWE (RFC 7518, section 4.8). */
  readonly file: string;
  /** What the institution is given. */
  readonly publicJwk: JWK;
}

/** Makes a custodian's key pair. @throws CustodianFault where the passphrase is short */
export async function makeKey(passphrase: string): Promise<NewKey> {
  if (passphrase.length < MIN_PASSPHRASE_CHARACTERS) {
    throw new CustodianFault(
      `A passphrase has at least ${MIN_PASSPHRASE_CHARACTERS} characters: several words do well.`,
    );
  }
  const pair = await generateKeyPair("ECDH-ES", { crv: "P-256", extractable: true });
  const { kty = "EC", crv = "P-256", x = "", y = "" } = await exportJWK(pair.publicKey);
  const publicJwk = { kty, crv, x, y };
  const kid = await calculateJwkThumbprint(publicJwk);
  const file = await new CompactEncrypt(
    new TextEncoder().encode(JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid })),
  )
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", cty: "jwk+json" })
    .setKeyManagementParameters({ p2c: ITERATIONS })
    .encrypt(new TextEncoder().encode(passphrase));
  return { file, publicJwk: { ...publicJwk, kid, use: "enc", alg: "ECDH-ES" } };
}

export interface PrivateKey {
  readonly kid: string;
  readonly key: Awaited<ReturnType<typeof importJWK>>;
}

/** Opens a key file. @throws CustodianFault where it is none, or the passphrase is another one */
export async function readKey(file: string, passphrase: string): Promise<PrivateKey> {
  const text = file.trim();
  if (text.split(".").length !== 5) {
    throw new CustodianFault("This is no key file of a custodian, or it was cut: take a whole copy of it.");
  }
  const opened = await decrypted(text, passphrase);
  const jwk: unknown = JSON.parse(new TextDecoder().decode(opened));
  if (!isPrivateJwk(jwk)) throw new CustodianFault("This is no key file of a custodian.");
  return { kid: jwk.kid, key: await importJWK(jwk, "ECDH-ES") };
}

async function decrypted(text: string, passphrase: string): Promise<Uint8Array> {
  try {
    const { plaintext } = await compactDecrypt(text, new TextEncoder().encode(passphrase), {
      keyManagementAlgorithms: ["PBES2-HS512+A256KW"],
      contentEncryptionAlgorithms: ["A256GCM"],
      maxPBES2Count: ITERATIONS,
    });
    return plaintext;
  } catch {
    throw new CustodianFault("The passphrase is another one, or the key file was changed.");
  }
}

const isPrivateJwk = (jwk: unknown): jwk is JWK & { kid: string } =>
  typeof jwk === "object" &&
  jwk !== null &&
  "kty" in jwk &&
  jwk.kty === "EC" &&
  "d" in jwk &&
  "kid" in jwk &&
  typeof jwk.kid === "string";

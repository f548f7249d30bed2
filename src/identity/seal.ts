import { calculateJwkThumbprint, CompactEncrypt, importJWK } from "jose";
import { z } from "zod";

/** A custodian's public key: P-256, for ECDH-ES only. */
const custodianKey = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  kid: z.string().optional(),
  use: z.literal("enc").optional(),
  alg: z.literal("ECDH-ES").optional(),
});

/** The two public keys to which identities are sealed, as `consilium custodian keygen` prints them, in one JWK Set. */
export const custodianKeysShape = z
  .strictObject({ keys: z.tuple([custodianKey, custodianKey]) })
  .refine(({ keys: [one, other] }) => one.x !== other.x || one.y !== other.y);
export type CustodianKeys = z.output<typeof custodianKeysShape>;

/** Who somebody is, as their institution learned it when it verified them. */
export type IdentityClaims = Readonly<Record<string, unknown>>;

/** Texts are padded to a multiple of this, so that the length of a seal does not tell the length of a name. */
const PAD_BYTES = 1024;

/**
 * Seals who somebody is so that both custodians are needed to open it: a JWE (RFC 7516, ECDH-ES with A256GCM) to the second
 * inside a JWE to the first. Neither alone learns anything, and nothing that this server keeps opens it.
 */
export async function sealIdentity(claims: IdentityClaims, { keys }: CustodianKeys): Promise<string> {
  const [first, second] = keys;
  const text = JSON.stringify(claims);
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 1) / PAD_BYTES) * PAD_BYTES).fill(0x20);
  padded.set(bytes);
  const inner = await sealTo(second, padded, "json");
  return await sealTo(first, new TextEncoder().encode(inner), "JWE");
}

/** RFC 7516, section 4.1.12: `cty` tells whoever opens it whether another seal is inside. */
const sealTo = async (
  key: z.output<typeof custodianKey>,
  content: Uint8Array,
  cty: string,
): Promise<string> => {
  const { kty, crv, x, y } = key;
  return await new CompactEncrypt(content)
    .setProtectedHeader({
      alg: "ECDH-ES",
      enc: "A256GCM",
      cty,
      kid: await calculateJwkThumbprint({ kty, crv, x, y }),
    })
    .encrypt(await importJWK({ kty, crv, x, y }, "ECDH-ES"));
};

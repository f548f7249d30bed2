import { decodeMultibase, encodeMultibase } from "@fedify/vocab-runtime";
import canonicalize from "canonicalize";
import type { CryptoKey } from "jose";
import { z } from "zod";
import type { Proof } from "./translate/document.ts";

/** Signs in an actor's name. */
export interface ProofKey {
  /** The actor's Ed25519 private key. */
  readonly privateKey: CryptoKey;
  /** Its address in the actor's `assertionMethod`. */
  readonly keyId: string;
}

/** A proof that holds, and what it says. */
export interface VerifiedProof {
  readonly verificationMethod: string;
  /** When it was made, by its maker's word. */
  readonly created: Date;
}

/**
 * Adds an object integrity proof (FEP-8b32, cryptosuite `eddsa-jcs-2022`), which holds whoever passes the document
 * on. The same key, document and second give the same proof, so a document that is made anew stays what it was.
 *
 * The proof carries the document's `@context`, as the cryptosuite asks (vc-di-eddsa §3.3.1): what is signed covers
 * the meaning of the terms too.
 */
export async function addProof<Document extends { readonly "@context": unknown; readonly proof?: unknown }>(
  document: Document,
  key: ProofKey,
  created: Date,
): Promise<Omit<Document, "proof"> & { readonly proof: Proof }> {
  const { proof: _, ...unsigned } = document;
  const config = {
    "@context": document["@context"],
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: key.keyId,
    proofPurpose: "assertionMethod",
    created: `${created.toISOString().slice(0, 19)}Z`,
  } as const;
  const signature = await crypto.subtle.sign("Ed25519", key.privateKey, await hashes(unsigned, config));
  return { ...unsigned, proof: { ...config, proofValue: multibase(new Uint8Array(signature)) } };
}

const proofShape = z.looseObject({
  type: z.literal("DataIntegrityProof"),
  cryptosuite: z.literal("eddsa-jcs-2022"),
  verificationMethod: z.string().max(2048),
  proofPurpose: z.literal("assertionMethod"),
  created: z.iso.datetime({ offset: true }),
  // Base58 of 64 bytes: decoding is quadratic, so nothing longer is looked at.
  proofValue: z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{64,90}$/u),
});

const signedShape = z.looseObject({
  "@context": z.unknown().optional(),
  proof: z.union([proofShape, z.tuple([proofShape]).transform(([only]) => only)]),
});

/**
 * Checks the object integrity proof of a document as it was received, before anything is done to it.
 *
 * Whose key it is remains for the caller to decide: the key's owner must be the author of the document.
 *
 * @param options.fetchKey finds the Ed25519 public key of a `verificationMethod`
 * @returns undefined where there is no proof of this kind, its key is not found, or it does not hold
 */
export async function verifyProof(
  document: unknown,
  options: { readonly fetchKey: (verificationMethod: string) => Promise<CryptoKey | undefined> },
): Promise<VerifiedProof | undefined> {
  const signed = signedShape.safeParse(document);
  if (!signed.success) return undefined;
  // The linked data signature of another time is added after the proof (FEP-8b32, "Backward compatibility").
  const { proof, signature: _, ...received } = signed.data;
  const { proofValue, ...written } = proof;
  // The cryptosuite lets a document name further contexts after those of its proof (vc-di-eddsa §3.3.2). Not here:
  // they could give signed terms another meaning when the document is read.
  const context = received["@context"];
  if ("@context" in written && canonicalize(written["@context"]) !== canonicalize(context)) return undefined;
  const key = await options.fetchKey(proof.verificationMethod);
  if (key === undefined || key.algorithm.name !== "Ed25519") return undefined;
  const config = context === undefined ? written : { ...written, "@context": context };
  try {
    const value = decodeMultibase(proofValue);
    const holds = await crypto.subtle.verify(
      "Ed25519",
      key,
      new Uint8Array(value),
      await hashes(received, config),
    );
    return holds
      ? { verificationMethod: proof.verificationMethod, created: new Date(proof.created) }
      : undefined;
  } catch {
    // What cannot be canonicalised (a lone surrogate, say) was never signed.
    return undefined;
  }
}

/** What is signed: the hash of the proof's configuration, then that of the document (vc-di-eddsa §3.3.4). */
async function hashes(unsigned: object, config: object): Promise<Uint8Array<ArrayBuffer>> {
  const [configHash, documentHash] = await Promise.all([sha256(config), sha256(unsigned)]);
  const both = new Uint8Array(64);
  both.set(configHash, 0);
  both.set(documentHash, 32);
  return both;
}

async function sha256(value: object): Promise<Uint8Array> {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("A document that JSON cannot hold cannot be signed.");
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

const multibase = (bytes: Uint8Array): string =>
  new TextDecoder().decode(encodeMultibase("base58btc", bytes));

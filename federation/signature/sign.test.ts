import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { verifyRequest } from "@fedify/fedify/sig";
import { expect, test } from "vitest";
import { generateActorKeys, publicKeyPem } from "#identity/actor-keys.ts";
import { readSignature } from "./read-signature.ts";
import { signedHeaders, type Signatures } from "./sign.ts";

const KINDS: readonly Signatures[] = ["rfc9421", "cavage"];
const { rsa } = await generateActorKeys();
const keyId = "https://north.example/actors/heron#main-key";
const body = new TextEncoder().encode('{"type":"Create"}');
const url = new URL("https://south.example/inbox?shared=yes");
const post = { url, contentType: "application/activity+json", body };

const signedRequest = async (kind: Signatures) =>
  new Headers(await signedHeaders(post, { keyId, privateKey: rsa.privateKey }, kind, new Date()));

test.for(KINDS)("our own door takes what is signed by %s, by that key and no other", async (kind) => {
  const headers = await signedRequest(kind);
  const read = readSignature({ method: "POST", url, headers, body }, Date.now());
  if ("fault" in read) throw new Error(read.fault);
  expect(read.keyId).toBe(keyId);
  expect(read.holds(createPublicKey(await publicKeyPem(rsa.publicKey)))).toBe(true);
  expect(read.holds(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey)).toBe(false);
});

test.for(KINDS)("another body, or another address, is not what was signed by %s", async (kind) => {
  const headers = await signedRequest(kind);
  const key = createPublicKey(await publicKeyPem(rsa.publicKey));
  const other = new TextEncoder().encode('{"type":"Delete"}');
  expect(readSignature({ method: "POST", url, headers, body: other }, Date.now())).toHaveProperty("fault");
  const elsewhere = new URL("https://south.example/actors/heron/inbox");
  const read = readSignature({ method: "POST", url: elsewhere, headers, body }, Date.now());
  expect("fault" in read || read.holds(key)).toBe(false);
});

test.for(KINDS)("Fedify takes what is signed by %s", async (kind) => {
  // Fedify signs and checks addresses without their query by the older draft.
  const plain = { ...post, url: new URL("https://south.example/inbox") };
  const signed = await signedHeaders(plain, { keyId, privateKey: rsa.privateKey }, kind, new Date());
  const headers = { ...signed, host: plain.url.host };
  const key = {
    "@context": "https://w3id.org/security/v1",
    id: keyId,
    type: "CryptographicKey",
    owner: "https://north.example/actors/heron",
    publicKeyPem: await publicKeyPem(rsa.publicKey),
  };
  const documentLoader = async (documentUrl: string) => ({ contextUrl: null, documentUrl, document: key });
  const found = await verifyRequest(new Request(plain.url, { method: "POST", headers, body }), {
    documentLoader,
  });
  expect(found?.id?.href).toBe(keyId);
});

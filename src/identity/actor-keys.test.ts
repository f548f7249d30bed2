import { createPublicKey, randomBytes, verify } from "node:crypto";
import { exportMultibaseKey } from "@fedify/fedify";
import { exportJWK } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { ActorKeys } from "./actor-keys.ts";
import {
  generateActorKeys,
  importPublicKey,
  openPrivateKey,
  publicJwk,
  publicKeyMultibase,
  publicKeyPem,
  sealPrivateKey,
} from "./actor-keys.ts";

const text = new TextEncoder().encode("a case about a rash");
let keys: ActorKeys;
const wrappingKey = new Uint8Array(randomBytes(32));

beforeAll(async () => {
  keys = await generateActorKeys();
});

describe("generateActorKeys", () => {
  it("makes RSA-2048 for HTTP signatures and Ed25519 for proofs, both exportable", () => {
    expect(keys.rsa.privateKey.algorithm).toMatchObject({
      name: "RSASSA-PKCS1-v1_5",
      modulusLength: 2048,
      hash: { name: "SHA-256" },
    });
    expect(keys.ed25519.privateKey.algorithm).toMatchObject({ name: "Ed25519" });
    expect(keys.rsa.privateKey.extractable && keys.ed25519.privateKey.extractable).toBe(true);
  });

  it("leaves the event loop free while it searches primes", async () => {
    let turns = 0;
    let searching = true;
    const turn = () => {
      turns += 1;
      if (searching) setImmediate(turn);
    };
    setImmediate(turn);
    await generateActorKeys();
    searching = false;
    expect(turns).toBeGreaterThan(20);
  });
});

describe("sealPrivateKey", () => {
  it.each(["rsa", "ed25519"] as const)(
    "seals and opens a %s key, which still signs for its public half",
    async (kind) => {
      const pair = keys[kind];
      const sealed = await sealPrivateKey(wrappingKey, pair.privateKey);
      const opened = await openPrivateKey(wrappingKey, sealed);
      const again = await importPublicKey(await publicJwk(pair.publicKey));
      const signature = await crypto.subtle.sign(opened.algorithm.name, opened, text);
      expect(await crypto.subtle.verify(again.algorithm.name, again, signature, text)).toBe(true);
      expect(opened.extractable).toBe(true);
    },
  );

  it("shows nothing of the key, and never the same text twice", async () => {
    const { d } = await exportJWK(keys.ed25519.privateKey);
    const [one, two] = await Promise.all([
      sealPrivateKey(wrappingKey, keys.ed25519.privateKey),
      sealPrivateKey(wrappingKey, keys.ed25519.privateKey),
    ]);
    expect(one).not.toBe(two);
    expect(d).toHaveLength(43);
    for (const part of one.split(".")) expect(Buffer.from(part, "base64url").toString()).not.toContain(d);
  });

  it("does not open under another instance's key, nor when changed or cut", async () => {
    const sealed = await sealPrivateKey(wrappingKey, keys.ed25519.privateKey);
    await expect(openPrivateKey(new Uint8Array(randomBytes(32)), sealed)).rejects.toThrow(
      "decryption operation failed",
    );
    const parts = sealed.split(".");
    const changed = parts
      .with(3, `${parts[3]?.startsWith("A") === true ? "B" : "A"}${parts[3]?.slice(1)}`)
      .join(".");
    await expect(openPrivateKey(wrappingKey, changed)).rejects.toThrow("decryption operation failed");
    await expect(openPrivateKey(wrappingKey, sealed.slice(0, -40))).rejects.toThrow(/Invalid|decryption/u);
  });
});

describe("public forms", () => {
  it("publishes PEM that Node reads and verifies with", async () => {
    const pem = await publicKeyPem(keys.rsa.publicKey);
    const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", keys.rsa.privateKey, text);
    expect(verify("sha256", text, createPublicKey(pem), Buffer.from(signature))).toBe(true);
  });

  it("publishes the Multikey that Fedify would", async () => {
    const multibase = await publicKeyMultibase(keys.ed25519.publicKey);
    expect(multibase).toMatch(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/u);
    expect(multibase).toBe(await exportMultibaseKey(keys.ed25519.publicKey));
  });

  it("publishes no private member in a JWK", async () => {
    expect(Object.keys(await publicJwk(keys.rsa.publicKey)).sort()).toEqual(["e", "kty", "n"]);
    expect(Object.keys(await publicJwk(keys.ed25519.publicKey)).sort()).toEqual(["crv", "kty", "x"]);
  });

  it("refuses an RSA key as Multikey", async () => {
    await expect(publicKeyMultibase(keys.rsa.publicKey)).rejects.toThrow("Only an Ed25519 key");
  });
});

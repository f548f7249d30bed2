import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refusal } from "#domain/refusal.ts";
import { deriveKeys, newInstanceSecret, subjectHash } from "./secrets.ts";

const secret = Buffer.alloc(32, 7).toString("base64url");

describe("deriveKeys", () => {
  it("gives the same keys again, so that what was stored stays readable after an upgrade", () => {
    const keys = deriveKeys(secret);
    expect(deriveKeys(secret)).toEqual(keys);
    // Written down once: a change here would lock every instance out of its own data.
    expect(Buffer.from(keys.subjectHashing).toString("hex")).toBe(
      "6b5fd36e926cc2f485256fd920cf03e7790b78455c7f1c2e7737b1151479650b",
    );
  });

  it("gives a different key of 32 bytes for each purpose and each secret", () => {
    const texts = [deriveKeys(secret), deriveKeys(newInstanceSecret())]
      .flatMap((keys) => [keys.subjectHashing, keys.actorKeyWrapping, keys.signInState, keys.session])
      .map((key) => Buffer.from(key).toString("hex"));
    expect(new Set(texts).size).toBe(8);
    expect(texts.every((text) => text.length === 64)).toBe(true);
  });

  it.each([
    "",
    "short",
    `${secret}=`,
    `${secret}A`,
    secret.replace(/^./u, "!"),
    Buffer.alloc(32, 7).toString("hex"),
  ])("refuses %j, which is not 32 bytes in base64url", (text) => {
    expect(() => deriveKeys(text)).toThrow(Refusal);
    expect(() => deriveKeys(text)).toThrow("32 random bytes in base64url");
  });
});

describe("subjectHash", () => {
  const { subjectHashing: key } = deriveKeys(secret);

  it("is stable for a person and tells issuers, subjects and instances apart", () => {
    const hash = subjectHash(key, "https://id.example", "anna");
    expect(hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(subjectHash(key, "https://id.example", "anna")).toBe(hash);
    expect(subjectHash(key, "https://id.example", "Anna")).not.toBe(hash);
    expect(subjectHash(key, "https://id.example/", "anna")).not.toBe(hash);
    expect(
      subjectHash(deriveKeys(newInstanceSecret()).subjectHashing, "https://id.example", "anna"),
    ).not.toBe(hash);
  });

  it("gives two different pairs two different hashes, wherever the border lies", () => {
    const part = fc.string({ unit: fc.constantFrom('"', ",", "\\", "[", "]", "\0", "\ud800", "a") });
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        fc.pre(a !== c || b !== d);
        expect(subjectHash(key, a, b)).not.toBe(subjectHash(key, c, d));
      }),
    );
    expect(subjectHash(key, "ab", "c")).not.toBe(subjectHash(key, "a", "bc"));
  });
});

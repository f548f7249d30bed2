import { createHash, verify } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { CompactSign, calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, exportJWK } from "jose";
import type { JWK } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { Verified } from "#domain/attestation.ts";
import type { CommentReason } from "#domain/opinion.ts";
import type { KeyPair } from "./actor-keys.ts";
import { generateActorKeys, generateEd25519Keys, publicJwk } from "./actor-keys.ts";
import type { AttestationRequest } from "./attestation.ts";
import { issueAttestation, present } from "./attestation.ts";
import { issuerKeys } from "./issuer-keys.ts";
import { readStatusList, signStatusList, type StatusList, type StatusListRequest } from "./status-list.ts";
import type { AttestationFacts } from "./verify-attestation.ts";
import { verifyAttestation } from "./verify-attestation.ts";

const issuer = "https://northfield.example";
const subject = `${issuer}/actors/heron`;
const listUri = `${issuer}/status-lists/0`;
const now = new Date("2026-03-04T15:16:17Z");
const physician: Verified = {
  profession: "physician",
  specialty: "dermatology",
  grade: "consultant",
  country: "NO",
};

let house: KeyPair;
let actor: KeyPair;
let request: AttestationRequest;
let facts: AttestationFacts;
let published: JWK;

beforeAll(async () => {
  [house, actor] = await Promise.all([generateEd25519Keys(), generateEd25519Keys()]);
  const jwk = await publicJwk(house.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  published = { ...jwk, kid };
  request = {
    issuer,
    issuerKey: { kid, privateKey: house.privateKey },
    subject,
    confirmationKey: await publicJwk(actor.publicKey),
    verified: physician,
    status: { uri: listUri, index: 4711 },
    now,
  };
  const keys = issuerKeys({ keys: [published] });
  facts = {
    actor: subject,
    actorKeys: [await publicJwk(actor.publicKey)],
    at: now,
    audience: "https://southbank.example",
    issuerKeys: async () => keys,
    statusLists: async () => await statusList([]),
  };
});

/** What a verifier reads of the list in which these places are revoked. */
async function statusList(revoked: StatusListRequest["revoked"]): Promise<StatusList> {
  const token = await signStatusList({
    uri: listUri,
    issuerKey: request.issuerKey,
    revoked,
    now,
    seconds: 600,
  });
  return await readStatusList(token, { uri: listUri, keys: issuerKeys({ keys: [published] }), now });
}

const shown = async (changes: Partial<AttestationRequest> = {}): Promise<string> =>
  await present(await issued(changes), ["profession"]);

/** The compact form with every disclosure. */
async function issued(changes: Partial<AttestationRequest> = {}): Promise<string> {
  const { attestation } = await issueAttestation({ ...request, ...changes });
  return attestation;
}

describe("issueAttestation", () => {
  it("signs a dc+sd-jwt whose clear part names persona and key, and nothing that was verified", async () => {
    const [jwt = ""] = (await issued()).split("~");
    expect(decodeProtectedHeader(jwt)).toEqual({ typ: "dc+sd-jwt", alg: "EdDSA", kid: published.kid });
    const { _sd: digests, ...clear } = decodeJwt(jwt);
    expect(clear).toEqual({
      iss: issuer,
      sub: subject,
      vct: "https://w3id.org/consilium/attestation",
      iat: Date.parse("2026-03-04T00:00:00Z") / 1000,
      exp: Date.parse("2026-03-11T00:00:00Z") / 1000,
      cnf: { jwk: await publicJwk(actor.publicKey) },
      status: { status_list: { idx: 4711, uri: listUri } },
      _sd_alg: "sha-256",
    });
    expect(digests).toHaveLength(4);
  });

  it("lists as many digests for somebody of whom only the profession is known", async () => {
    const [jwt = "", ...disclosures] = (await issued({ verified: { profession: "physician" } })).split("~");
    expect(decodeJwt(jwt)["_sd"]).toHaveLength(4);
    expect(disclosures).toHaveLength(2);
  });

  it("runs out earlier by the jitter, never later than seven days", async () => {
    const exp = async (jitterSeconds: number): Promise<string> => {
      const { attestation, expiresAt } = await issueAttestation({ ...request, jitterSeconds });
      expect(decodeJwt(attestation.split("~")[0] ?? "").exp).toBe(expiresAt.getTime() / 1000);
      return expiresAt.toISOString();
    };
    expect(await exp(0)).toBe("2026-03-11T00:00:00.000Z");
    expect(await exp(86_400)).toBe("2026-03-10T00:00:00.000Z");
    await expect(exp(-1)).rejects.toThrow("jitter");
    await expect(exp(86_401)).rejects.toThrow("jitter");
  });

  it("is accepted by the library as an independent verifier sets it up", async () => {
    const list = await signStatusList({
      uri: listUri,
      issuerKey: request.issuerKey,
      revoked: [{ index: 4710, revokedAt: now }],
      now,
      seconds: 600,
    });
    const library = new SDJwtVcInstance({
      statusListFetcher: async (uri) => (uri === listUri ? list : ""),
      hasher: (data) =>
        createHash("sha256")
          .update(typeof data === "string" ? data : new Uint8Array(data))
          .digest(),
      verifier: (data, signature) =>
        verify(
          null,
          Buffer.from(data),
          { key: { ...published }, format: "jwk" },
          Buffer.from(signature, "base64url"),
        ),
    });
    const verified = await library.verify(await shown(), {
      currentDate: now.getTime() / 1000,
      requiredClaimKeys: ["profession"],
    });
    expect(verified.payload).toMatchObject({ iss: issuer, sub: subject, profession: "physician" });
    expect(verified.payload).not.toHaveProperty("specialty");
  });

  it("is accepted by whoever follows RFC 9901 by hand, without the library", async () => {
    const [jwt = "", disclosure = "", end] = (await shown()).split("~");
    const [header, payload, signature = ""] = jwt.split(".");
    const key = { key: { ...published }, format: "jwk" } as const;
    expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))).toBe(
      true,
    );
    expect(decodeJwt(jwt)["_sd"]).toContain(createHash("sha256").update(disclosure).digest("base64url"));
    expect(JSON.parse(Buffer.from(disclosure, "base64url").toString())).toEqual([
      expect.stringMatching(/^[\w-]{22}$/u),
      "profession",
      "physician",
    ]);
    expect(end).toBe("");
  });
});

describe("present", () => {
  it("shows the chosen claims and no other", async () => {
    const whole = await issued();
    const some = await present(whole, ["profession", "country"]);
    expect(await verifyAttestation(some, facts)).toEqual({
      ok: true,
      claims: { profession: "physician", country: "NO" },
      expiresAt: new Date("2026-03-11T00:00:00Z"),
      statusCheckedAt: now,
    });
    for (const hidden of some.split("~").slice(1)) {
      expect(Buffer.from(hidden, "base64url").toString()).not.toMatch(/dermatology|consultant/u);
    }
  });

  it("passes over a claim that the attestation does not hold", async () => {
    const whole = await issued({ verified: { profession: "physician" } });
    const verdict = await verifyAttestation(await present(whole, ["profession", "grade"]), facts);
    expect(verdict).toMatchObject({ ok: true, claims: { profession: "physician" } });
  });

  it("lets a persona that was issued everything present again and less", async () => {
    const twice = await present(await present(await issued(), ["profession", "grade"]), ["profession"]);
    expect(await verifyAttestation(twice, facts)).toMatchObject({
      ok: true,
      claims: { profession: "physician" },
    });
  });
});

/** An attestation as somebody would forge it: any header and payload, really signed by `signer`. */
async function forged(change: {
  header?: Record<string, unknown>;
  payload?: Record<string, unknown>;
  disclosures?: readonly string[];
  signer?: KeyPair;
}): Promise<string> {
  const [jwt = "", ...disclosures] = (await shown()).split("~");
  const payload = { ...decodeJwt(jwt), ...change.payload };
  const signed = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ ...decodeProtectedHeader(jwt), alg: "EdDSA", ...change.header })
    .sign((change.signer ?? house).privateKey);
  return [signed, ...(change.disclosures ?? disclosures.slice(0, -1)), ""].join("~");
}

const unsigned = async (header: object): Promise<string> => {
  const [jwt = "", ...rest] = (await shown()).split("~");
  const [, payload] = jwt.split(".");
  return [`${Buffer.from(JSON.stringify(header)).toString("base64url")}.${payload}.`, ...rest].join("~");
};

const disclosureOf = (...parts: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(parts)).toString("base64url");
const digestOf = (disclosure: string): string => createHash("sha256").update(disclosure).digest("base64url");

describe("verifyAttestation", () => {
  const reasonFor = async (presentation: string, changes: Partial<AttestationFacts> = {}) => {
    const verdict = await verifyAttestation(presentation, { ...facts, ...changes });
    return verdict.ok ? "accepted" : verdict.reason;
  };

  it("accepts what forged() makes when nothing is forged, so that the refusals below mean something", async () => {
    expect(await reasonFor(await forged({}))).toBe("accepted");
  });

  it("refuses another actor on the same host, even with the same key", async () => {
    expect(await reasonFor(await shown(), { actor: `${issuer}/actors/crane` })).toBe("other-persona");
  });

  it("refuses an actor of another host, whatever the attestation says of its subject", async () => {
    const elsewhere = "https://southbank.example/actors/heron";
    expect(await reasonFor(await shown(), { actor: elsewhere })).toBe("issuer-is-not-the-authors-host");
    expect(await reasonFor(await shown({ subject: elsewhere }), { actor: elsewhere })).toBe(
      "issuer-is-not-the-authors-host",
    );
    expect(await reasonFor(await shown(), { actor: `http://northfield.example/actors/heron` })).toBe(
      "issuer-is-not-the-authors-host",
    );
  });

  it("refuses an actor who holds another key, or none", async () => {
    const other = await publicJwk((await generateEd25519Keys()).publicKey);
    expect(await reasonFor(await shown(), { actorKeys: [other] })).toBe("other-key");
    expect(await reasonFor(await shown(), { actorKeys: [] })).toBe("other-key");
    expect(await reasonFor(await shown(), { actorKeys: [other, ...facts.actorKeys] })).toBe("accepted");
  });

  it("judges the time it is given, with a minute of skew at both ends", async () => {
    const at = async (time: string) => await reasonFor(await shown(), { at: new Date(time) });
    expect(await at("2026-03-11T00:00:59Z")).toBe("accepted");
    expect(await at("2026-03-11T00:01:00Z")).toBe("expired");
    expect(await at("2026-03-03T23:59:00Z")).toBe("accepted");
    expect(await at("2026-03-03T23:58:59Z")).toBe("expired");
    expect(await reasonFor(await forged({ payload: { nbf: now.getTime() / 1000 + 61 } }))).toBe("expired");
  });

  it("says that the issuer could not be reached where its keys cannot be had", async () => {
    expect(await reasonFor(await shown(), { issuerKeys: async () => undefined })).toBe("unreachable-issuer");
  });

  it("asks for keys of the actor's own host only, and only when all else fits", async () => {
    const asked: unknown[] = [];
    const watched: AttestationFacts["issuerKeys"] = async (...question) => {
      asked.push(question);
      return await facts.issuerKeys(...question);
    };
    await reasonFor(await forged({ payload: { iss: "https://victim.example" } }), { issuerKeys: watched });
    await reasonFor(await shown(), { issuerKeys: watched, at: new Date("2027-01-01") });
    expect(asked).toEqual([]);
    await reasonFor(await shown(), { issuerKeys: watched });
    expect(asked).toEqual([[issuer, published.kid]]);
  });

  it("refuses who was revoked, and accepts what was signed before that", async () => {
    const revokedAt = new Date("2026-03-04T15:00:00Z");
    const lists = async () => await statusList([{ index: 4711, revokedAt }]);
    expect(await reasonFor(await shown(), { statusLists: lists })).toBe("revoked");
    expect(await reasonFor(await shown(), { statusLists: lists, at: revokedAt })).toBe("revoked");
    const before = new Date(revokedAt.getTime() - 1);
    expect(await reasonFor(await shown(), { statusLists: lists, at: before })).toBe("accepted");
    const timeless: StatusList = {
      signedAt: now,
      goodUntil: now,
      status: () => ({ kind: "revoked", since: undefined }),
    };
    expect(await reasonFor(await shown(), { statusLists: async () => timeless, at: before })).toBe("revoked");
  });

  it("accepts nothing where the status list cannot be had, or has no such place", async () => {
    expect(await reasonFor(await shown(), { statusLists: async () => undefined })).toBe("status-unknown");
    const beyond = await shown({ status: { uri: listUri, index: 131_072 } });
    expect(await reasonFor(beyond)).toBe("status-unknown");
  });

  it("refuses what is for the eyes of others", async () => {
    expect(await reasonFor(await forged({ payload: { aud: "https://elsewhere.example" } }))).toBe(
      "other-audience",
    );
    expect(
      await reasonFor(
        await forged({ payload: { aud: ["https://elsewhere.example", "https://southbank.example"] } }),
      ),
    ).toBe("accepted");
  });

  it("accepts what a retired key signed while it was in use, and nothing that it signs later", async () => {
    const day = Date.parse("2026-03-04T00:00:00Z") / 1000;
    const retired = (exp: number) => {
      const keys = issuerKeys({ keys: [Object.assign({}, published, { exp })] });
      return { issuerKeys: async () => keys };
    };
    expect(await reasonFor(await shown(), retired(day + 60))).toBe("accepted");
    expect(await reasonFor(await shown(), retired(day))).toBe("bad-signature");
  });

  it("refuses who is verified as something else, and who does not show the profession", async () => {
    expect(await reasonFor(await shown({ verified: { profession: "nurse" } }))).toBe("not-a-physician");
    expect(await reasonFor(await shown({ verified: { profession: "resident" } }))).toBe("accepted");
    expect(await reasonFor(await present(await issued(), ["specialty"]))).toBe("not-a-physician");
  });

  const signatures: [string, () => Promise<string>][] = [
    ["another institution's key under the same kid", async () => await forged({ signer: actor })],
    ["a kid that is not published", async () => await forged({ header: { kid: "unknown" } })],
    ["alg none", async () => await unsigned({ typ: "dc+sd-jwt", alg: "none", kid: published.kid })],
    [
      "HS256 over the public key",
      async () => await unsigned({ typ: "dc+sd-jwt", alg: "HS256", kid: published.kid }),
    ],
    [
      "ES256 claimed for an Ed25519 key",
      async () =>
        (await unsigned({ typ: "dc+sd-jwt", alg: "ES256", kid: published.kid })).replace(
          ".~",
          `.${"A".repeat(86)}~`,
        ),
    ],
    [
      "RS256 with the institution's RSA key",
      async () => {
        const { rsa } = await generateActorKeys();
        return await forged({ header: { alg: "RS256" }, signer: rsa });
      },
    ],
    [
      "a changed payload",
      async () => {
        const [jwt = "", ...rest] = (await shown()).split("~");
        const [header, , signature] = jwt.split(".");
        const payload = Buffer.from(JSON.stringify({ ...decodeJwt(jwt), exp: now.getTime() / 1000 + 99 }));
        return [`${header}.${payload.toString("base64url")}.${signature}`, ...rest].join("~");
      },
    ],
  ];
  it.each(signatures)("refuses a bad signature: %s", async (_, make) => {
    expect(await reasonFor(await make())).toBe("bad-signature");
  });

  const malformed: [string, () => Promise<string>][] = [
    ["an empty text", async () => ""],
    ["a plain word", async () => "physician"],
    ["only separators", async () => "~~~~"],
    ["a JWT without the tilde", async () => (await shown()).split("~")[0] ?? ""],
    ["a key binding at the end", async () => `${await shown()}a.b.c`],
    ["another media type", async () => await forged({ header: { typ: "JWT" } })],
    [
      "another credential type",
      async () => await forged({ payload: { vct: "https://example.org/driving-licence" } }),
    ],
    ["no place in a status list", async () => await forged({ payload: { status: undefined } })],
    ["no confirmation key", async () => await forged({ payload: { cnf: undefined } })],
    ["no expiry", async () => await forged({ payload: { exp: undefined } })],
    ["an expiry that is a word", async () => await forged({ payload: { exp: "never" } })],
    [
      "a year of validity",
      async () => await forged({ payload: { exp: now.getTime() / 1000 + 365 * 86_400 } }),
    ],
    [
      "a disclosure the issuer did not list",
      async () => await forged({ disclosures: [disclosureOf("salt", "profession", "physician")] }),
    ],
    ["a disclosure twice", async () => (await shown()).replace(/~([^~]+)~$/u, "~$1~$1~")],
    [
      "a disclosure over a clear claim",
      async () => {
        const over = disclosureOf("salt", "sub", "somebody else");
        return await forged({ payload: { _sd: [digestOf(over)] }, disclosures: [over] });
      },
    ],
    ["9,000 characters", async () => `${"a".repeat(9000)}~`],
    ["deep nesting", async () => `${Buffer.from("[".repeat(4000)).toString("base64url")}.e30.AA~`],
  ];
  it.each(malformed)("calls it no attestation: %s", async (_, make) => {
    expect(await reasonFor(await make())).toBe("no-attestation" satisfies CommentReason);
  });

  it("accepts an ES256 issuer as well", async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
      "sign",
      "verify",
    ]);
    const keys = issuerKeys({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "es" }] });
    const token = await forged({ header: { alg: "ES256", kid: "es" }, signer: pair });
    expect(await reasonFor(token, { issuerKeys: async () => keys })).toBe("accepted");
  });
});

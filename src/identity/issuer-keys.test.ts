import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fetcher } from "#net/fetcher.ts";
import { createFetcher } from "#net/fetcher.ts";
import { generateEd25519Keys, publicJwk } from "./actor-keys.ts";
import { createIssuerKeySource, fetchIssuerKeys, issuerMetadata } from "./issuer-keys.ts";

let fetcher: Fetcher;
let server: Server;
let issuer: string;
let answers: Record<string, object | undefined>;
let redirects: Record<string, string>;
let asked: string[];

const jwk = async (kid: string) => ({ ...(await publicJwk((await generateEd25519Keys()).publicKey)), kid });

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const [answer, location] = [answers[request.url ?? ""], redirects[request.url ?? ""]];
    response.statusCode = location !== undefined ? 302 : answer === undefined ? 404 : 200;
    if (location !== undefined) response.setHeader("location", location);
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  fetcher = createFetcher({ allowOrigins: [issuer], userAgent: "test" });
});
afterAll(async () => {
  await fetcher.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  answers = {};
  redirects = {};
});

const wellKnown = "/.well-known/jwt-vc-issuer";

describe("issuerMetadata", () => {
  it("is what fetchIssuerKeys reads", async () => {
    const key = await jwk("a");
    answers[wellKnown] = issuerMetadata(issuer, [key]);
    expect(await fetchIssuerKeys(fetcher, issuer)).toEqual({ keys: [{ ...key, use: "sig" }] });
  });

  it("never publishes a private key, nor one without a name", async () => {
    const key = await jwk("a");
    expect(() => issuerMetadata(issuer, [{ ...key, d: "secret" }])).toThrow("Only public keys");
    expect(() => issuerMetadata(issuer, [{ kty: "OKP", crv: "Ed25519", x: key.x ?? "" }])).toThrow(
      "Only public keys",
    );
  });
});

describe("fetchIssuerKeys", () => {
  it("follows jwks_uri on the same origin only", async () => {
    const key = await jwk("a");
    answers["/jwks"] = { keys: [key] };
    answers[wellKnown] = { issuer, jwks_uri: `${issuer}/jwks` };
    expect(await fetchIssuerKeys(fetcher, issuer)).toEqual({ keys: [key] });
    answers[wellKnown] = { issuer, jwks_uri: `${issuer.replace("127.0.0.1", "localhost")}/jwks` };
    await expect(fetchIssuerKeys(fetcher, issuer)).rejects.toThrow("inline or at an address of its own");
  });

  it.each([
    [
      "another issuer",
      () => ({ issuer: "https://other.example", jwks: { keys: [] } }),
      "gives another issuer",
    ],
    ["no keys", () => ({ issuer }), "inline or at an address of its own"],
    ["keys that are no list", () => ({ issuer, jwks: { keys: "none" } }), "not in the form"],
    [
      "a thousand keys",
      () => ({ issuer, jwks: { keys: Array.from({ length: 1000 }, () => ({ kty: "OKP" })) } }),
      "not in the form",
    ],
    ["nothing there", () => undefined, "answers 404"],
    ["70,000 bytes", () => ({ issuer, filler: "x".repeat(70_000) }), "does not give its attestation keys"],
  ])("refuses %s and says so", async (_, answer, message) => {
    answers[wellKnown] = answer();
    const refused = fetchIssuerKeys(fetcher, issuer);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("does not follow a redirect", async () => {
    answers["/elsewhere"] = { issuer, jwks: { keys: [] } };
    redirects[wellKnown] = "/elsewhere";
    await expect(fetchIssuerKeys(fetcher, issuer)).rejects.toThrow("answers 302");
    expect(asked).toEqual([wellKnown]);
  });

  it("says why an institution cannot be asked", async () => {
    const elsewhere = "https://127.0.0.1:1";
    await expect(fetchIssuerKeys(fetcher, elsewhere)).rejects.toThrow(
      /does not give its attestation keys\. .*127\.0\.0\.1/u,
    );
  });
});

describe("createIssuerKeySource", () => {
  let time = 0;
  const minutes = (count: number) => (time += count * 60_000);

  it("asks once for many at the same time, and again after an hour", async () => {
    answers[wellKnown] = issuerMetadata(issuer, [await jwk("a")]);
    const source = createIssuerKeySource(fetcher, () => time);
    const all = await Promise.all(Array.from({ length: 20 }, async () => await source(issuer, "a")));
    expect(new Set(all).size).toBe(1);
    expect((await all[0]?.("EdDSA", "a"))?.key.asymmetricKeyType).toBe("ed25519");
    minutes(59);
    await source(issuer, "a");
    expect(asked).toHaveLength(1);
    minutes(1);
    await Promise.all([source(issuer, "a"), source(issuer, "a")]);
    expect(asked).toHaveLength(2);
  });

  it("looks again for a key it does not know, at most once a minute", async () => {
    answers[wellKnown] = issuerMetadata(issuer, [await jwk("a")]);
    const source = createIssuerKeySource(fetcher, () => time);
    await source(issuer, "a");
    answers[wellKnown] = issuerMetadata(issuer, [await jwk("a"), await jwk("b")]);
    await expect((await source(issuer, "b"))?.("EdDSA", "b")).rejects.toThrow("no applicable key");
    expect(asked).toHaveLength(1);
    minutes(1);
    await Promise.all([source(issuer, "b"), source(issuer, "b"), source(issuer, "b")]);
    expect(asked).toHaveLength(2);
    expect((await (await source(issuer, "b"))?.("EdDSA", "b"))?.key.asymmetricKeyType).toBe("ed25519");
    minutes(1);
    await source(issuer, "made-up");
    await source(issuer, "made-up-too");
    expect(asked).toHaveLength(3);
  });

  it("leaves an institution that does not answer alone for ten seconds, then finds it again", async () => {
    const source = createIssuerKeySource(fetcher, () => time);
    expect(await source(issuer, "a")).toBeUndefined();
    answers[wellKnown] = issuerMetadata(issuer, [await jwk("a")]);
    expect(await source(issuer, "a")).toBeUndefined();
    time += 9999;
    expect(await source(issuer, "a")).toBeUndefined();
    expect(asked).toHaveLength(1);
    time += 1;
    expect(await source(issuer, "a")).toBeDefined();
  });

  it("forgets the one not asked for longest when there are more than a thousand", async () => {
    let fetched = 0;
    const source = createIssuerKeySource(
      {
        fetch: async () => {
          fetched += 1;
          return new Response("", { status: 404 });
        },
      },
      () => time,
    );
    const ask = async (number: number) => await source(`https://h${number}.example`, undefined);
    for (let number = 0; number < 1000; number += 1) await ask(number);
    await ask(0);
    await ask(1000);
    expect(fetched).toBe(1001);
    await ask(0);
    expect(fetched).toBe(1001);
    await ask(1);
    expect(fetched).toBe(1002);
  });
});

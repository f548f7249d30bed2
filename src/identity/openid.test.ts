import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenIdProvider } from "#demo/openid-provider.ts";
import { startOpenIdProvider } from "#demo/openid-provider.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { createFetcher } from "#net/fetcher.ts";
import { createCookieClient } from "#test/support/cookie-client.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import type { OpenIdSignIn, OpenIdSignInOptions } from "./openid.ts";
import { createOpenIdSignIn } from "./openid.ts";

const redirectUri = "http://northfield.localhost:8080/sign-in/callback";
const stateKey = new Uint8Array(randomBytes(32));
const isCallback = (url: URL): boolean => url.pathname === "/sign-in/callback";

describe("with a real provider", () => {
  let provider: OpenIdProvider;
  let signIn: OpenIdSignIn;
  let fetcher: Fetcher;
  const north = {
    id: "northfield",
    secret: "north-secret",
    redirectUris: [redirectUri],
    name: "Northfield Hospital",
  };
  const south = {
    id: "southbank",
    secret: "south-secret",
    redirectUris: ["http://southbank.localhost:8081/sign-in/callback"],
  };

  const options = (): OpenIdSignInOptions => ({
    issuer: provider.issuer,
    clientId: north.id,
    clientSecret: north.secret,
    redirectUri,
    fetch: fetcher.fetch,
    allowInsecure: true,
    stateKey,
  });

  beforeAll(async () => {
    provider = await startOpenIdProvider({
      clients: [north, south],
      people: [
        {
          login: "anna",
          claims: { profession: "physician", specialty: "dermatology", grade: "consultant", country: "NO" },
        },
        {
          login: "ben",
          claims: {
            profession: "physician",
            specialty: "astrology",
            country: "Norway",
            email: "ben@example.org",
          },
        },
        { login: "nora", claims: { profession: "nurse" } },
        { login: "tom", claims: {} },
      ],
    });
    fetcher = createFetcher({ allowOrigins: [provider.issuer], userAgent: "test" });
    signIn = createOpenIdSignIn(options());
  });
  afterAll(async () => {
    await fetcher.close();
    await provider.stop();
  });

  /** Goes the whole way as a browser does, and returns what came back to the callback. */
  const visit = async (
    login: string,
    { as = signIn, browser = createCookieClient(), returnTo = "/home" } = {},
  ) => {
    const { location, cookie } = await as.begin(returnTo);
    const page = await browser.get(location);
    const { url } = await browser.post(page.url, { login, action: "sign-in" }, isCallback);
    return { url, cookie, page };
  };

  it("signs a physician in with what the hospital says of them, and no more", async () => {
    const { url, cookie, page } = await visit("anna");
    expect(page.text).toContain("Sign in to Northfield Hospital");
    expect(page.text).toContain("This is a demonstration");
    expect(await signIn.finish(url, cookie)).toEqual({
      issuer: provider.issuer,
      subject: "anna",
      verified: { profession: "physician", specialty: "dermatology", grade: "consultant", country: "NO" },
      identity: expect.objectContaining({ sub: "anna", grade: "consultant" }) as unknown,
      returnTo: "/home",
    });
  });

  it("asks with PKCE S256, state and nonce, for nothing but the openid scope", async () => {
    const { location } = await signIn.begin("/home");
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      response_type: "code",
      scope: "openid",
      code_challenge_method: "S256",
      redirect_uri: redirectUri,
    });
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(location.searchParams.get(name)).toMatch(/^[\w-]{43}$/u);
    }
  });

  it("leaves out a specialty it does not know and a country that is not a code", async () => {
    const { url, cookie } = await visit("ben");
    expect((await signIn.finish(url, cookie)).verified).toEqual({ profession: "physician" });
  });

  it("signs in behind a proxy, where the server sees another address than the browser", async () => {
    const { url, cookie } = await visit("anna");
    const seen = new URL(`http://127.0.0.1:3000${url.pathname}${url.search}`);
    expect((await signIn.finish(seen, cookie)).subject).toBe("anna");
  });

  it("tells who has another profession, or none, and says what would be right", async () => {
    const nurse = await visit("nora");
    const nobody = await visit("tom");
    expect(await signIn.finish(nurse.url, nurse.cookie)).toMatchObject({
      subject: "nora",
      verified: {
        kind: "forbidden",
        message:
          "Consilium is for physicians, and your institution's sign-in service does not say that you are one. " +
          'If that is wrong, ask whoever runs it to set the claim "profession" to "physician", or to "resident" in specialty training.',
      },
    });
    const { verified } = await signIn.finish(nobody.url, nobody.cookie);
    expect(verified).toHaveProperty("message", expect.stringContaining("what your profession is"));
  });

  it("says so when the person cancels", async () => {
    const browser = createCookieClient();
    const { location, cookie } = await signIn.begin("/home");
    const page = await browser.get(location);
    const { url } = await browser.post(page.url, { action: "cancel" }, isCallback);
    const refusal = await refusalOf(signIn.finish(url, cookie));
    expect(refusal).toMatchObject({ kind: "forbidden" });
    expect(refusal.message).toBe(
      "You were not signed in: the sign-in was cancelled or your institution did not allow it.",
    );
  });

  it("asks again after a name that nobody has, and asks every time", async () => {
    const browser = createCookieClient();
    const { location, cookie } = await signIn.begin("/home");
    const page = await browser.get(location);
    const again = await browser.post(page.url, { login: "<nobody>", action: "sign-in" });
    expect(again.status).toBe(422);
    expect(again.text).toContain('role="alert"');
    const { url } = await browser.post(again.url, { login: "anna", action: "sign-in" }, isCallback);
    expect((await signIn.finish(url, cookie)).subject).toBe("anna");
    const other = await visit("ben", { browser });
    expect((await signIn.finish(other.url, other.cookie)).subject).toBe("ben");
  });

  it("redeems a code only once", async () => {
    const { url, cookie } = await visit("anna");
    await signIn.finish(url, cookie);
    const refusal = await refusalOf(signIn.finish(url, cookie));
    expect(refusal.message).toContain("refused to complete the sign-in (invalid_grant)");
  });

  it("refuses an answer without the cookie, or with that of another sign-in, instance or moment", async () => {
    const { url, cookie } = await visit("anna");
    const text = async (given: string | undefined, as = signIn) => {
      const refusal = await refusalOf(as.finish(url, given));
      expect(refusal.kind).toBe("invalid");
      return refusal.message;
    };
    const elsewhere = createOpenIdSignIn({ ...options(), stateKey: new Uint8Array(randomBytes(32)) });
    const otherCallback = createOpenIdSignIn({ ...options(), redirectUri: `${redirectUri}/2` });
    const later = createOpenIdSignIn({ ...options(), now: () => new Date(Date.now() + 601_000) });

    expect(await text(undefined)).toContain("did not bring back the cookie");
    expect(await text("")).toContain("did not bring back the cookie");
    expect(await text("not.a.cookie")).toContain("was not made by this server");
    expect(await text((await elsewhere.begin("/")).cookie)).toContain("was not made by this server");
    expect(await text((await otherCallback.begin("/")).cookie)).toContain("was not made by this server");
    expect(await text((await signIn.begin("/")).cookie)).toContain("belongs to another sign-in");
    expect(await text(cookie, later)).toContain("longer than ten minutes");
    expect((await signIn.finish(url, cookie)).subject).toBe("anna");
  });

  it("shows neither state nor verifier to whoever reads the cookie", async () => {
    const { location, cookie } = await signIn.begin("/home");
    const readable = cookie.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
    expect(readable.join(" ")).not.toContain(location.searchParams.get("state"));
    expect(readable.join(" ")).not.toContain("/home");
    expect(cookie.length).toBeLessThan(4000);
  });

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "javascript:alert(1)",
    "home",
    "",
    `/${"a".repeat(1001)}`,
  ])("never leads away from here: %j", async (returnTo) => {
    const refusal = await refusalOf(signIn.begin(returnTo));
    expect(refusal).toMatchObject({ kind: "invalid", faults: [{ field: "returnTo" }] });
  });

  it("keeps path, query and fragment of a page here", async () => {
    const path = "/cases/1?tab=opinions&next=//x#top";
    const { url, cookie } = await visit("anna", { returnTo: path });
    expect((await signIn.finish(url, cookie)).returnTo).toBe(path);
  });

  it("keeps two institutions apart: the code of one is worth nothing at the other", async () => {
    const { url } = await visit("anna");
    const other = createOpenIdSignIn({
      ...options(),
      clientId: south.id,
      clientSecret: south.secret,
      redirectUri: south.redirectUris[0] ?? "",
    });
    const begun = await other.begin("/");
    url.searchParams.set("state", begun.location.searchParams.get("state") ?? "");
    expect((await refusalOf(other.finish(url, begun.cookie))).message).toContain("invalid_grant");
  });

  it("says which settings to check when the secret is wrong", async () => {
    const wrong = createOpenIdSignIn({ ...options(), clientSecret: "guess" });
    const { url, cookie } = await visit("anna", { as: wrong });
    const refusal = await refusalOf(wrong.finish(url, cookie));
    expect(refusal.message).toContain("(invalid_client): check client id, secret and callback");
  });

  it("signs sixty people in at once", { timeout: 30_000 }, async () => {
    const logins = Array.from({ length: 60 }, (_, number) => `reader-${number}`);
    for (const login of logins) provider.addPerson({ login, claims: { profession: "physician" } });
    const subjects = await Promise.all(
      logins.map(async (login) => {
        const { url, cookie } = await visit(login);
        return (await signIn.finish(url, cookie)).subject;
      }),
    );
    expect(subjects).toEqual(logins);
  });

  it("refuses plain http unless it is allowed", () => {
    expect(() => createOpenIdSignIn({ ...options(), allowInsecure: false })).toThrow("must use https");
  });
});

describe("with a provider on a name of its own below localhost", () => {
  it("signs in through the name", async () => {
    const provider = await startOpenIdProvider({
      host: "id.localhost",
      clients: [{ id: "northfield", secret: "s", redirectUris: [redirectUri] }],
      people: [{ login: "anna", claims: { profession: "physician" } }],
    });
    const fetcher = createFetcher({ allowOrigins: [provider.issuer], userAgent: "test" });
    try {
      const signIn = createOpenIdSignIn({
        issuer: provider.issuer,
        clientId: "northfield",
        clientSecret: "s",
        redirectUri,
        fetch: fetcher.fetch,
        allowInsecure: true,
        stateKey,
      });
      const browser = createCookieClient(fetcher.fetch);
      const { location, cookie } = await signIn.begin("/");
      expect(location.hostname).toBe("id.localhost");
      const page = await browser.get(location);
      const { url } = await browser.post(page.url, { login: "anna" }, isCallback);
      expect((await signIn.finish(url, cookie)).issuer).toBe(provider.issuer);
    } finally {
      await fetcher.close();
      await provider.stop();
    }
  });
});

import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Refusal } from "#domain/refusal.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { createFetcher } from "#net/fetcher.ts";
import { createCookieClient } from "#test/support/cookie-client.ts";
import type { Lie, LyingProvider } from "#test/support/lying-provider.ts";
import { PLANTED, startLyingProvider } from "#test/support/lying-provider.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import type { OpenIdSignIn, OpenIdSignInOptions } from "./openid.ts";
import { createOpenIdSignIn } from "./openid.ts";

const redirectUri = "http://northfield.localhost:8080/sign-in/callback";
const isCallback = (url: URL): boolean => url.pathname === "/sign-in/callback";

describe("with a provider that misbehaves", () => {
  let provider: LyingProvider;
  let fetcher: Fetcher;
  beforeAll(async () => {
    provider = await startLyingProvider();
    fetcher = createFetcher({ allowOrigins: [provider.issuer], userAgent: "test" });
  });
  afterAll(async () => {
    await fetcher.close();
    await provider.stop();
  });
  beforeEach(() => provider.tell());

  const create = (changes: Partial<OpenIdSignInOptions> = {}): OpenIdSignIn =>
    createOpenIdSignIn({
      issuer: provider.issuer,
      clientId: "client",
      clientSecret: "secret",
      redirectUri,
      fetch: fetcher.fetch,
      allowInsecure: true,
      stateKey: new Uint8Array(randomBytes(32)),
      ...changes,
    });

  const attempt = async (lie?: Lie) => {
    const signIn = create(lie?.startsWith("hangs") === true ? { timeoutSeconds: 0.3 } : {});
    provider.tell(lie);
    const { location, cookie } = await signIn.begin("/");
    const { url } = await createCookieClient().get(location, isCallback);
    return await signIn.finish(url, cookie);
  };

  it("signs in when it does not lie, without asking for user info that the token already holds", async () => {
    expect(await attempt()).toMatchObject({
      subject: PLANTED.subject,
      verified: { profession: "physician", specialty: "dermatology" },
    });
    expect(provider.asked.has("/userinfo")).toBe(false);
  });

  const faults: [Lie, Refusal["kind"], string][] = [
    ["wrong-nonce", "unavailable", "its token belongs to another sign-in (nonce)"],
    ["no-nonce", "unavailable", "its token belongs to another sign-in (nonce)"],
    [
      "other-audience",
      "unavailable",
      "its token is meant for another application (audience): check OIDC_CLIENT_ID",
    ],
    ["wrong-issuer", "unavailable", "its token names another issuer"],
    ["wrong-metadata-issuer", "unavailable", "its configuration names another issuer than OIDC_ISSUER does"],
    [
      "expired",
      "unavailable",
      "its token has expired or is not valid yet: compare the clocks of both servers",
    ],
    ["bad-signature", "unavailable", "the signature of its token is wrong"],
    ["unknown-key", "unavailable", "its token is signed with a key that it does not publish"],
    ["unsigned", "unavailable", "its token is not signed, or not with an algorithm that it announced"],
    ["no-id-token", "unavailable", "its answer is not a valid one"],
    ["other-subject", "unavailable", "its user info is about somebody else than its token"],
    ["not-json", "unavailable", "it answered with something that is not JSON"],
    [
      "refuses-code",
      "unavailable",
      "it refused to complete the sign-in (invalid_grant): check client id, secret and callback",
    ],
    ["server-error", "unavailable", "it answered with the error server_error"],
    ["fails-at-token", "unavailable", "it answered with the status 500"],
    ["fails-at-discovery", "unavailable", "it answered with the status 500"],
    ["hangs-at-token", "unavailable", "cannot be reached. It took too long."],
    ["hangs-at-discovery", "unavailable", "cannot be reached. It took too long."],
    ["access-denied", "forbidden", "the sign-in was cancelled or your institution did not allow it"],
  ];
  it.each(faults)("refuses when the provider lies: %s", async (lie, kind, message) => {
    const refusal = await refusalOf(attempt(lie));
    expect(refusal.message).toContain(message);
    expect(refusal.kind).toBe(kind);
    expect(refusal.message).toMatch(/\.$/u);
    const everything = `${refusal.stack} ${JSON.stringify(refusal)} ${String(refusal.cause)}`;
    for (const secret of Object.values(PLANTED)) expect(everything).not.toContain(secret);
  });

  it("tells the physician first and the operator after", async () => {
    expect((await refusalOf(attempt("bad-signature"))).message).toBe(
      "Your institution's sign-in service gave an answer that cannot be trusted, so you were not signed in. " +
        `Tell whoever runs this server: the OpenID Provider ${provider.issuer} is at fault, the signature of its token is wrong.`,
    );
  });

  it("fetches the configuration once for many, and again after it failed", async () => {
    const before = provider.asked.get("/.well-known/openid-configuration") ?? 0;
    const asked = () => (provider.asked.get("/.well-known/openid-configuration") ?? 0) - before;
    const signIn = create();
    provider.tell("fails-at-discovery");
    await refusalOf(signIn.begin("/"));
    provider.tell();
    await Promise.all([signIn.begin("/"), signIn.begin("/"), signIn.begin("/")]);
    await signIn.begin("/");
    expect(asked()).toBe(2);
  });

  it("fetches the configuration anew after an hour", async () => {
    const before = provider.asked.get("/.well-known/openid-configuration") ?? 0;
    let time = Date.now();
    const signIn = create({ now: () => new Date(time) });
    await signIn.begin("/");
    time += 3_600_000;
    await signIn.begin("/");
    expect((provider.asked.get("/.well-known/openid-configuration") ?? 0) - before).toBe(2);
  });

  it("says that a provider which is down cannot be reached, and why", async () => {
    const gone = await startLyingProvider();
    await gone.stop();
    const guarded = createFetcher({ allowOrigins: [gone.issuer], userAgent: "test" });
    const down = create({ issuer: gone.issuer, fetch: guarded.fetch });
    const refusal = await refusalOf(down.begin("/"));
    await guarded.close();
    expect(refusal).toMatchObject({ kind: "unavailable" });
    expect(refusal.message).toBe(
      "Your institution's sign-in service does not answer, so nobody can sign in now. Try again in a few minutes. " +
        `If it lasts, tell whoever runs this server that the OpenID Provider ${gone.issuer} cannot be reached. ` +
        `No connection to ${gone.issuer} could be made (ECONNREFUSED).`,
    );
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPersona } from "#actions/create-persona.ts";
import { reinstateAccount } from "#actions/reinstate-account.ts";
import { hashToken } from "#actions/session-token.ts";
import { suspendAccount } from "#actions/suspend-account.ts";
import { setSessionPersona } from "#store/accounts.ts";
import {
  allowed,
  type ApiAnswer,
  APP_REDIRECT,
  at,
  callApi,
  codeOf,
  decide,
  exchange,
  getToken,
  newChallenge,
  registerTestApp,
  type TestApp,
  textAt,
} from "#test/support/api-client.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

let house: TestInstance;
let heron: SignedIn;
let app: TestApp;
beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  heron = await house.signIn();
  app = await registerTestApp(house);
});
afterAll(() => house.stop());

const me = (token: string) => callApi(house, "GET", "/oauth/userinfo", { token });
const codeFor = async (more: Readonly<Record<string, string>> = {}): Promise<string> =>
  codeOf(await decide(house, heron.session, allowed(app, more)));

describe("registration", () => {
  const said = { client_name: "Test app", redirect_uris: APP_REDIRECT, scopes: "read write" };
  const form = new FormData();
  for (const [name, value] of Object.entries(said)) form.append(name, value);

  test.each<[string, Parameters<typeof callApi>[3]]>([
    ["a form", { form: said }],
    ["JSON", { json: said }],
    ["JSON with a list", { json: { ...said, redirect_uris: [APP_REDIRECT] } }],
    ["a multipart form", { form }],
  ])("takes %s", async (_, call) => {
    const answer = await callApi(house, "POST", "/api/v1/apps", call);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      name: "Test app",
      redirect_uri: APP_REDIRECT,
      redirect_uris: [APP_REDIRECT],
      scopes: ["read", "write"],
    });
  });

  test("takes a body without a content type", async () => {
    const answer = await fetch(`http://127.0.0.1:${house.config.port}/api/v1/apps`, {
      method: "POST",
      body: new Blob([new URLSearchParams(said).toString()]),
    });
    expect(answer.status).toBe(200);
  });

  test.each([
    ["a script", { redirect_uris: "javascript:alert(1)" }],
    ["a document of its own", { redirect_uris: "data:text/html,x" }],
    ["a fragment", { redirect_uris: "https://app.example/#x" }],
    ["something that would end a policy", { redirect_uris: "https://app.example/;script-src *" }],
    ["no address", { redirect_uris: "callback" }],
    ["nothing", { redirect_uris: "" }],
    ["no name", { client_name: " " }],
    ["a name beyond measure", { client_name: "a".repeat(10_000) }],
    ["an unknown scope", { scopes: "read everything" }],
    ["a website that is a script", { website: "javascript:alert(1)" }],
  ])("refuses %s", async (_, wrong) => {
    const answer = await callApi(house, "POST", "/api/v1/apps", { json: { ...said, ...wrong } });
    expect(answer.status).toBe(422);
    expect(at(answer, "error")).toMatch(/^Validation failed: /u);
  });
});

describe("authorization", () => {
  test("a code is given for a token, once; what was given is told", async () => {
    const code = await codeFor({ state: "a state & more", scope: "read write:statuses" });
    const answer = await exchange(house, app, code);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ token_type: "Bearer", scope: "read write:statuses" });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const who = await me(textAt(answer, "access_token"));
    expect(who.body).toMatchObject({ sub: heron.physician.persona.uri });
  });

  test("the state comes back as it was, and custom schemes keep their form", async () => {
    const own = await registerTestApp(house, { redirectUris: "ivory-app:/callback?a=1\nmammoth://x" });
    const answer = await decide(
      house,
      heron.session,
      allowed(own, { redirect_uri: "ivory-app:/callback?a=1", state: "s p&c=d" }),
    );
    expect(answer.headers.get("location")).toMatch(
      /^ivory-app:\/callback\?a=1&code=[\w-]{43}&state=s\+p%26c%3Dd$/u,
    );
  });

  test("out of band, the code is shown", async () => {
    const own = await registerTestApp(house, { redirectUris: "urn:ietf:wg:oauth:2.0:oob" });
    const redirect = { redirect_uri: "urn:ietf:wg:oauth:2.0:oob" };
    const page = await decide(house, heron.session, allowed(own, redirect));
    const code = /<code id="code">([\w-]{43})<\/code>/u.exec(page.text)?.[1] ?? "";
    expect((await exchange(house, own, code, redirect)).status).toBe(200);
  });

  test("who says no sends the app an error and no code", async () => {
    const answer = await decide(house, heron.session, { ...allowed(app), decision: "deny" });
    const location = new URL(answer.headers.get("location") ?? "");
    expect(location.searchParams.get("error")).toBe("access_denied");
    expect(location.searchParams.has("code")).toBe(false);
  });

  test("who is not signed in goes through the sign-in and back to the whole question", async () => {
    const query = new URLSearchParams(allowed(app, { state: "x", force_login: "true", lang: "en" }));
    const asked = await callApi(house, "GET", `/oauth/authorize?${query.toString()}`);
    expect(asked.status).toBe(303);
    const back = new URL(asked.headers.get("location") ?? "", house.origin).searchParams.get("return-to");
    expect(back).toBe(`/oauth/authorize?${query.toString()}`);
    const unsigned = await callApi(house, "POST", "/oauth/authorize", {
      form: allowed(app),
      headers: { origin: house.origin },
    });
    expect(unsigned.status).toBe(401);
  });

  test("who has no pseudonym yet picks one on the way and comes back to the question", async () => {
    const { client } = await house.signInOnly();
    const page = await client.get(
      `${house.origin}/oauth/authorize?${new URLSearchParams(allowed(app)).toString()}`,
    );
    expect(page.url.pathname).toBe("/welcome");
    const asked = await client.submit(page, "/welcome", { pseudonym: "Amber Wren" });
    expect(asked.url.pathname).toBe("/oauth/authorize");
    expect(asked.text).toContain("Amber Wren");
  });

  test("the page admits the redirect and nothing else, and can be opened by the app", async () => {
    const own = await registerTestApp(house, { redirectUris: `${APP_REDIRECT}\nivory-app://x` });
    const open = (redirect: string) =>
      callApi(
        house,
        "GET",
        `/oauth/authorize?${new URLSearchParams(allowed(own, { redirect_uri: redirect })).toString()}`,
        {
          headers: { cookie: `consilium_session=${heron.session}` },
        },
      );
    const web = await open(APP_REDIRECT);
    expect(web.headers.get("content-security-policy")).toContain("form-action 'self' https://app.example;");
    expect(web.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(web.headers.get("cross-origin-opener-policy")).toBe("unsafe-none");
    const phone = await open("ivory-app://x");
    expect(phone.headers.get("content-security-policy")).toContain("form-action 'self' ivory-app:;");
  });
});

describe("an attacker", () => {
  test.each([
    ["a longer path", `${APP_REDIRECT}/more`],
    ["another query", `${APP_REDIRECT}?x=1`],
    ["another host with the same beginning", "https://app.example.attacker.example/callback"],
    ["user information", "https://app.example@attacker.example/callback"],
    ["a trailing slash", `${APP_REDIRECT}/`],
    ["another case", "https://APP.example/callback"],
    ["nothing", ""],
  ])("cannot have the code sent to %s", async (_, redirect) => {
    const answer = await decide(house, heron.session, allowed(app, { redirect_uri: redirect }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
  });

  test("cannot use a code twice; what was given for it is revoked", async () => {
    const code = await codeFor();
    const token = textAt(await exchange(house, app, code), "access_token");
    expect((await me(token)).status).toBe(200);
    const again = await exchange(house, app, code);
    expect([again.status, at(again, "error")]).toEqual([400, "invalid_grant"]);
    expect((await me(token)).status).toBe(401);
  });

  test("cannot use a code twice at the same moment", async () => {
    const code = await codeFor();
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(house, app, code)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  test("cannot use another app's code, a wrong redirect, a wrong secret or an unknown app", async () => {
    const other = await registerTestApp(house);
    const code = await codeFor();
    expect(at(await exchange(house, other, code), "error")).toBe("invalid_grant");
    expect(at(await exchange(house, app, code, { redirect_uri: "https://app.example/" }), "error")).toBe(
      "invalid_grant",
    );
    const wrong = await exchange(house, app, code, { client_secret: "wrong" });
    const unknown = await exchange(house, app, code, { client_id: "nobody" });
    expect([wrong.status, wrong.body]).toEqual([401, unknown.body]);
    expect(at(wrong, "error")).toBe("invalid_client");
    expect((await exchange(house, app, code)).status).toBe(200);
  });

  test("cannot do without the verifier where a challenge was sent, nor strip the challenge", async () => {
    const { verifier, challenge } = newChallenge();
    const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
    const code = await codeFor(pkce);
    expect(at(await exchange(house, app, code), "error")).toBe("invalid_grant");
    expect(at(await exchange(house, app, code, { code_verifier: `${verifier}x` }), "error")).toBe(
      "invalid_grant",
    );
    expect(at(await exchange(house, app, code, { code_verifier: challenge }), "error")).toBe("invalid_grant");
    expect((await exchange(house, app, code, { code_verifier: verifier })).status).toBe(200);
    const stripped = await codeFor();
    expect(at(await exchange(house, app, stripped, { code_verifier: verifier }), "error")).toBe(
      "invalid_grant",
    );
    const plain = await decide(house, heron.session, allowed(app, { code_challenge: challenge }));
    expect(new URL(plain.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_request");
  });

  test("cannot ask for more than the app registered, nor get more than was allowed", async () => {
    const small = await registerTestApp(house, { scopes: "read:statuses" });
    const answer = await decide(house, heron.session, allowed(small, { scope: "read" }));
    expect(new URL(answer.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_scope");
    const code = codeOf(await decide(house, heron.session, allowed(small, { scope: "read:statuses" })));
    const token = await exchange(house, small, code, { scope: "read write" });
    expect(at(token, "scope")).toBe("read:statuses");
    expect((await me(textAt(token, "access_token"))).status).toBe(403);
    const own = await callApi(house, "POST", "/oauth/token", {
      form: { ...small, grant_type: "client_credentials", scope: "write" },
    });
    expect([own.status, at(own, "error")]).toEqual([400, "invalid_scope"]);
  });

  test("cannot have the form sent from another page", async () => {
    for (const headers of [
      { origin: "https://attacker.example", "sec-fetch-site": "cross-site" },
      { origin: "null" },
      {},
    ]) {
      const answer = await callApi(house, "POST", "/oauth/authorize", {
        form: allowed(app),
        headers: { cookie: `consilium_session=${heron.session}`, ...headers },
      });
      expect(answer.status).toBe(403);
    }
  });

  test("cannot fix a session: a cookie planted before the sign-in is worth nothing after it", async () => {
    const planted = "A".repeat(43);
    const answer = await decide(house, planted, allowed(app));
    expect(answer.status).toBe(401);
  });

  test("cannot guess: what is wrong about a code is not told", async () => {
    const used = await codeFor();
    await exchange(house, app, used);
    const answers = await Promise.all([
      exchange(house, app, used),
      exchange(house, app, "A".repeat(43)),
      exchange(house, app, ""),
      exchange(house, app, "x".repeat(100_000)),
    ]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  test("cannot use a code that has run out", async () => {
    const code = await codeFor();
    await house.app.instance.db.execute("update oauth_codes set expires_at = now() - interval '1 second'");
    expect(at(await exchange(house, app, code), "error")).toBe("invalid_grant");
  });

  test("finds no secret in the database", async () => {
    const code = await codeFor();
    const token = textAt(await exchange(house, app, code), "access_token");
    const rows = await house.app.instance.db.execute(
      "select a::text from oauth_apps a union all select c::text from oauth_codes c union all select t::text from oauth_tokens t",
    );
    const all = JSON.stringify(rows);
    for (const secret of [code, token, app.client_secret]) expect(all).not.toContain(secret);
  });
});

describe("an end", () => {
  test("a token that was given back is dead; giving it back again is no error", async () => {
    const code = await codeFor();
    const token = textAt(await exchange(house, app, code), "access_token");
    const other = await registerTestApp(house);
    const foreign = await callApi(house, "POST", "/oauth/revoke", { form: { ...other, token } });
    expect(foreign.status).toBe(403);
    for (let time = 0; time < 2; time += 1) {
      const answer = await callApi(house, "POST", "/oauth/revoke", { form: { ...app, token } });
      expect([answer.status, answer.body]).toEqual([200, {}]);
    }
    expect((await me(token)).body).toEqual({ error: "The access token is invalid" });
  });

  test("an app is listed under You, and revoked there at once", async () => {
    const kestrel = await house.signIn();
    const token = await getToken(house, kestrel.session);
    const page = await kestrel.client.get(`${house.origin}/you`);
    expect(page.text).toContain("Test app");
    const after = await kestrel.client.submit(page, "/revoke");
    expect(after.text).toContain("The app can no longer act for you");
    expect(after.text).toContain("No app may act for you");
    expect((await me(token)).status).toBe(401);
  });

  test("suspension kills tokens and codes, and they do not come back with reinstatement", async () => {
    const kestrel = await house.signIn();
    const token = await getToken(house, kestrel.session);
    const pending = codeOf(await decide(house, kestrel.session, allowed(app)));
    const administrator = { ...heron.physician, roles: ["administrator"] as const };
    const { accountId } = kestrel.physician;
    await suspendAccount(house.app.instance, administrator, accountId);
    expect((await me(token)).status).toBe(401);
    expect(at(await exchange(house, app, pending), "error")).toBe("invalid_grant");
    await reinstateAccount(house.app.instance, administrator, accountId);
    expect((await me(token)).status).toBe(401);
  });

  test("an app's own token acts for nobody", async () => {
    const answer = await callApi(house, "POST", "/oauth/token", {
      headers: {
        authorization: `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString("base64")}`,
      },
      form: { grant_type: "client_credentials" },
    });
    const token = textAt(answer, "access_token");
    const own = await callApi(house, "GET", "/api/v1/apps/verify_credentials", { token });
    expect(own.body).toMatchObject({ name: "Test app" });
    const who = await me(token);
    expect([who.status, who.body]).toEqual([401, { error: "This method requires an authenticated user" }]);
  });
});

test("a token acts under the persona that let the app in, and under no other", async () => {
  const { instance } = house.app;
  const kestrel = await house.signIn();
  const first = await getToken(house, kestrel.session);
  const other = await createPersona(instance, kestrel.physician, "Slow Curlew");
  await setSessionPersona(instance.db, hashToken(kestrel.session), other);
  const second = await getToken(house, kestrel.session);
  expect(at(await me(first), "sub")).toBe(kestrel.physician.persona.uri);
  expect(at(await me(second), "name")).toBe("Slow Curlew");
  const key = { "idempotency-key": "made of the text" };
  const json = { status: "Good morning", visibility: "public" };
  const posts = await Promise.all(
    [first, second].map((token) => callApi(house, "POST", "/api/v1/statuses", { token, json, headers: key })),
  );
  expect(new Set(posts.map((answer) => textAt(answer, "id"))).size).toBe(2);
  const remaining = (answer: ApiAnswer) => answer.headers.get("x-ratelimit-remaining");
  const [one, two] = [await me(first), await me(second)];
  expect(remaining(await me(first))).toBe(String(Number(remaining(one)) - 1));
  expect(remaining(await me(second))).toBe(String(Number(remaining(two)) - 1));
});

test("the metadata says where everything is, and host-meta where WebFinger is", async () => {
  const answer = await callApi(house, "GET", "/.well-known/oauth-authorization-server");
  expect(answer.body).toMatchObject({
    authorization_endpoint: `${house.origin}/oauth/authorize`,
    code_challenge_methods_supported: ["S256"],
  });
  const meta = await callApi(house, "GET", "/.well-known/host-meta");
  expect(meta.text).toContain(`template="${house.origin}/.well-known/webfinger?resource={uri}"`);
});

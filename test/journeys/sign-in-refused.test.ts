import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "#config";
import type { ClientPage } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { type OpenIdProvider, startOpenIdProvider } from "#demo/openid-provider.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { type Lie, type LyingProvider, PLANTED, startLyingProvider } from "#test/support/lying-provider.ts";
import { words } from "#test/support/page-words.ts";
import { tracesOfPeople } from "#test/support/traces.ts";

const NOBODY = { accounts: 0, sessions: 0, personas: 0, pseudonyms: 0 };
const COOKIES = ["consilium_session", "consilium_sign_in"] as const;

/** The page says that nobody is signed in, why, and how to go on; nothing of the sign-in is left in the browser or here. */
async function expectRefused(
  house: TestInstance,
  page: ClientPage,
  status: number,
  why: string,
  client = house.visitor(),
): Promise<void> {
  expect([page.status, words(page)]).toEqual([status, expect.stringContaining(why)]);
  expect(page.text).toContain("<h1>You are not signed in</h1>");
  expect(page.text).toMatch(/<a class="button" href="\/sign-in\?return-to=[^"]+">Try again<\/a>/u);
  for (const secret of Object.values(PLANTED)) expect(page.text).not.toContain(secret);
  for (const cookie of COOKIES) expect(client.cookie(house.origin, cookie), cookie).toBeUndefined();
}

describe("an identity provider that errs", () => {
  let provider: LyingProvider;
  let house: TestInstance;
  beforeAll(async () => {
    provider = await startLyingProvider();
    house = await startTestInstance({
      name: "northfield",
      config: { oidc: { issuer: provider.issuer, clientId: "consilium", clientSecret: "secret" } },
    });
  });
  afterAll(async () => {
    await house.stop();
    await provider.stop();
  });

  test.each<[Lie, number, string]>([
    ["access-denied", 403, "the sign-in was cancelled or your institution did not allow it"],
    ["server-error", 503, "it answered with the error server_error"],
    ["wrong-nonce", 503, "its token belongs to another sign-in (nonce)"],
    ["no-nonce", 503, "its token belongs to another sign-in (nonce)"],
    ["other-audience", 503, "its token is meant for another application (audience): check OIDC_CLIENT_ID"],
    ["wrong-issuer", 503, "its token names another issuer"],
    ["expired", 503, "its token has expired or is not valid yet: compare the clocks of both servers"],
    ["bad-signature", 503, "the signature of its token is wrong"],
    ["unsigned", 503, "its token is not signed"],
    ["no-id-token", 503, "is at fault"],
    ["other-subject", 503, "its user info is about somebody else than its token"],
    ["not-json", 503, "it answered with something that is not JSON"],
    ["refuses-code", 503, "it refused to complete the sign-in (invalid_grant)"],
    ["fails-at-token", 503, "the status 500"],
    ["no-profession", 403, 'Ask whoever runs it to give this server the claim "profession"'],
  ])("%s: in plain words, and nothing is left", async (lie, status, why) => {
    provider.tell(lie);
    const client = house.visitor();
    const page = await client.post(`${house.origin}/sign-in`, { "return-to": "/streams" });
    await expectRefused(house, page, status, why, client);
    expect(await tracesOfPeople(house)).toEqual(NOBODY);
  });

  test("another state, no cookie, another browser's cookie: the answer is somebody else's", async () => {
    provider.tell("access-denied");
    const client = house.visitor();
    const { url } = await client.post(`${house.origin}/sign-in`, {});
    const callback = `${url.origin}${url.pathname}`;
    const without = await house.visitor().get(url);
    await expectRefused(house, without, 422, "it must allow cookies for this site. Start the sign-in again");
    const forged = await house
      .visitor()
      .get(`${callback}?code=${PLANTED.code}&state=x`, { cookie: "consilium_sign_in=forged" });
    await expectRefused(house, forged, 422, "was not made by this server");
    expect(await tracesOfPeople(house)).toEqual(NOBODY);
  });
});

describe("a real identity provider", () => {
  let house: TestInstance;
  beforeAll(async () => {
    house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  });
  afterAll(() => house.stop());

  const atProvider = async (login: string, claims?: Readonly<Record<string, string>>) => {
    house.addPerson(login, claims);
    const client = house.visitor();
    const asked = await client.post(`${house.origin}/sign-in`, { "return-to": "/about" });
    const cookie = client.cookie(house.origin, "consilium_sign_in") ?? "";
    return { client, asked, cookie };
  };

  test("cancelling leads back to a page that offers to try again", async () => {
    const { client, asked } = await atProvider("canceller");
    const page = await client.submit(asked, "", { login: "", action: "cancel" });
    await expectRefused(house, page, 403, "the sign-in was cancelled", client);
    expect(await tracesOfPeople(house)).toEqual(NOBODY);
  });

  test.each([
    ["whose profession nobody states", {}, 'give this server the claim "profession"'],
    ["who is a nurse", { profession: "nurse" }, "Consilium is for physicians"],
    ["with a made-up profession", { profession: "wizard" }, "Consilium is for physicians"],
  ])("somebody %s gets no account", async (_, claims, why) => {
    const { client, asked } = await atProvider("other", claims);
    const page = await client.submit(asked, "", { login: "other", action: "sign-in" });
    await expectRefused(house, page, 403, why, client);
    expect(await tracesOfPeople(house)).toEqual(NOBODY);
  });

  test("a state that is changed on the way, and then the true one: the first try used the cookie up", async () => {
    const { client, asked, cookie } = await atProvider("careful");
    const changed = await client.get(`${house.origin}/sign-in/callback?code=guessed&state=changed`);
    await expectRefused(house, changed, 422, "This answer belongs to another sign-in", client);
    expect(cookie).not.toBe("");
    const late = await client.submit(asked, "", { login: "careful", action: "sign-in" });
    await expectRefused(house, late, 422, "did not bring back the cookie", client);
    expect(await tracesOfPeople(house)).toEqual(NOBODY);
  });

  test("a code that is used again, by whoever copied the address and the cookie", async () => {
    const { client, asked, cookie } = await atProvider("copied");
    const page = await client.submit(asked, "", { login: "copied", action: "sign-in" });
    expect(page.status).toBe(200);
    const callback = page.via.find(({ pathname }) => pathname === "/sign-in/callback");
    const before = await tracesOfPeople(house);
    expect(before).toMatchObject({ accounts: 1, sessions: 1 });
    const thief = house.visitor();
    const replayed = await thief.get(callback ?? "", { cookie: `consilium_sign_in=${cookie}` });
    await expectRefused(house, replayed, 503, "it refused to complete the sign-in (invalid_grant)", thief);
    expect(await tracesOfPeople(house)).toEqual(before);
  });
});

test("a provider that is down says so, and sign-in works as soon as it is up", async () => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const house = await startTestInstance({
    name: "northfield",
    config: { oidc: { issuer, clientId: "late", clientSecret: "late-secret" } },
  });
  let provider: OpenIdProvider | undefined;
  try {
    const client = house.visitor();
    const page = await client.post(`${house.origin}/sign-in`, { "return-to": "/about" });
    await expectRefused(house, page, 503, "does not answer, so nobody can sign in now", client);
    expect(words(page)).toContain(`the OpenID Provider ${issuer} cannot be reached`);
    expect(await tracesOfPeople(house)).toEqual(NOBODY);

    provider = await startOpenIdProvider({
      port,
      clients: [{ id: "late", secret: "late-secret", redirectUris: [`${house.origin}/sign-in/callback`] }],
      people: [{ login: "early", claims: { profession: "physician" } }],
    });
    const asked = await client.post(`${house.origin}/sign-in`, { "return-to": "/about" });
    const done = await client.submit(asked, "", { login: "early", action: "sign-in" });
    expect(done.url.pathname).toBe("/welcome");
  } finally {
    await house.stop();
    await provider?.stop();
  }
});

test("a provider over plain http is refused at the start, where this server is not on loopback", () => {
  expect(() =>
    loadConfig(
      {},
      {
        ORIGIN: "https://cases.northfield.example",
        OIDC_ISSUER: "http://login.northfield.example",
        OIDC_CLIENT_ID: "consilium",
      },
      "/nowhere/.env",
    ),
  ).toThrow(
    'OIDC_ISSUER: "http://login.northfield.example" is plain http, which is accepted only where it and ORIGIN are on this machine. Example: OIDC_ISSUER=https://login.hospital.example',
  );
});

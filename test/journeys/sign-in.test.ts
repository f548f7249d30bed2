import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { invite } from "#actions/invite.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { words } from "#test/support/page-words.ts";
import { rawRequest, setCookie } from "#test/support/raw-request.ts";
import { tracesOfPeople } from "#test/support/traces.ts";

const SESSION = "consilium_session";
const PENDING = "consilium_sign_in";
const PASSWORD = "several words of nobody else";

let house: TestInstance;
beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
});
afterAll(() => house.stop());

/** Makes an account with a sign-in name and a password, and leaves it signed out. */
async function addStaff(login: string): Promise<void> {
  const { link } = await invite(house.app.instance, ["administrator"]);
  const used = await rawRequest(house, new URL(link).pathname, { form: { login, password: PASSWORD } });
  expect(used.status).toBe(303);
}

const signInByPassword = (login: string, form: Record<string, string> = {}, cookie = "") =>
  rawRequest(house, "/sign-in/password", {
    form: { login, password: PASSWORD, ...form },
    headers: { cookie },
  });

const isSignedIn = async (session: string): Promise<boolean> => {
  const { status } = await rawRequest(house, "/you", { headers: { cookie: `${SESSION}=${session}` } });
  expect([200, 401]).toContain(status);
  return status === 200;
};

describe("a physician's first day", () => {
  test("from a page that asks to sign in, over the hospital, to a pseudonym that others can check", async () => {
    house.addPerson("mari", { profession: "physician", specialty: "cardiology", country: "NO" });
    const client = house.visitor();
    const turned = await client.get(`${house.origin}/ask`);
    expect(turned.status).toBe(401);
    const signIn = await client.get(
      new URL(/href="(\/sign-in\?return-to=[^"]+)"/u.exec(turned.text)?.[1] ?? "", house.origin),
    );
    const atHospital = await client.submit(signIn, "/sign-in");
    expect(atHospital.url.origin).not.toBe(house.origin);
    const welcome = await client.submit(atHospital, "", { login: "mari", action: "sign-in" });
    expect(welcome.url.pathname).toBe("/welcome");
    expect(words(welcome)).toContain("cardiology");
    expect(words(welcome)).toContain("They never see");

    const done = await client.submit(welcome, "/welcome", { pseudonym: "Grey Kestrel" });
    expect([done.url.pathname, done.status]).toEqual(["/ask", 200]);
    expect(client.cookie(house.origin, PENDING)).toBeUndefined();
    const you = await client.get(`${house.origin}/you`);
    expect(words(you)).toContain("Grey Kestrel");
    expect(words(you)).toMatch(
      /Vouched for by Northfield Hospital Valid until \d+ \w+ \d{4} *; renewed by itself/u,
    );
    expect(words(await house.visitor().get(`${house.origin}/@grey-kestrel`))).toContain(
      "Northfield Hospital",
    );

    // What another institution is shown says the profession, and nothing else of what the hospital said.
    const asDocument = { accept: "application/activity+json" };
    const actor = z
      .looseObject({ id: z.string(), attestation: z.string() })
      .parse(JSON.parse((await client.get(`${house.origin}/actors/grey-kestrel`, asDocument)).text));
    const [statement = "", ...disclosed] = actor.attestation.split("~");
    expect(decodeJwt(statement)).toMatchObject({ iss: house.origin, sub: actor.id });
    expect(disclosed.map((one) => Buffer.from(one, "base64url").toString())).toEqual([
      expect.stringContaining('"profession","physician"'),
      "",
    ]);
  });

  test("in specialty training, they ask and answer as every physician does", async () => {
    const { client } = await house.signIn({
      login: "trainee",
      claims: { profession: "resident", specialty: "cardiology" },
    });
    expect(words(await client.get(`${house.origin}/you`))).toContain("resident physician");
    expect((await client.get(`${house.origin}/ask`)).status).toBe(200);
  });

  test("coming back on another computer, with another specialty by now: the same persona", async () => {
    const { physician } = await house.signIn({ login: "ola", pseudonym: "Quiet Heron" });
    const before = await tracesOfPeople(house);
    const again = await house.signInOnly({
      login: "ola",
      claims: { profession: "physician", specialty: "radiology" },
    });
    const you = await again.client.get(`${house.origin}/you`);
    expect(words(you)).toContain("Quiet Heron");
    expect(words(you)).toContain("radiology");
    expect(you.text).toContain(`/@${physician.persona.handle}`);
    expect(await tracesOfPeople(house)).toEqual({ ...before, sessions: before.sessions + 1 });
  });

  test("whom the hospital calls a physician no longer is signed out everywhere, and back once it does", async () => {
    const { session } = await house.signIn({ login: "leaving", pseudonym: "Parting Plover" });
    house.addPerson("leaving", { profession: "pharmacist" });
    const client = house.visitor();
    const asked = await client.post(`${house.origin}/sign-in`, {});
    const refused = await client.submit(asked, "", { login: "leaving", action: "sign-in" });
    expect([refused.status, words(refused)]).toEqual([
      403,
      expect.stringContaining("Consilium is for physicians"),
    ]);
    expect(await isSignedIn(session)).toBe(false);
    const back = await house.signInOnly({ login: "leaving" });
    expect(words(await back.client.get(`${house.origin}/you`))).toContain("Parting Plover");
  });

  test("in two windows at once: one account, and whichever pseudonym is picked first", async () => {
    const before = await tracesOfPeople(house);
    house.addPerson("hasty");
    const windows = await Promise.all([1, 2, 3, 4].map(() => house.signInOnly({ login: "hasty" })));
    const picked = await Promise.all(
      windows.map(({ client }, index) =>
        client.post(`${house.origin}/welcome`, { pseudonym: `Hasty Heron ${["a", "b", "c", "d"][index]}x` }),
      ),
    );
    expect(picked.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409, 409, 409,
    ]);
    expect(await tracesOfPeople(house)).toEqual({
      accounts: before.accounts + 1,
      sessions: before.sessions + 4,
      personas: before.personas + 1,
      pseudonyms: before.pseudonyms + 1,
    });
  });
});

describe("the pseudonym", () => {
  test.each([
    ["taken", "Taken Bittern", "is taken at this institution"],
    ["taken but for accents and case", "tåken  BITTERN", "is taken at this institution"],
    ["an office", "Administrator", "a pseudonym claims no title and no office"],
    ["a stream", "Dermatology", "is reserved"],
    ["a title", "Dr House", "Leave “dr” out"],
    ["of two alphabets", "Grеy Kestrel", "mixes Latin letters with others that look like them"],
    ["of another alphabet", "Серый Сокол", "in Latin letters"],
    ["with hidden characters", "Grey\u202eKestrel", "invisible characters"],
    ["too short", "Ib", "3 to 40 characters"],
    ["too long", "Heron ".repeat(10), "3 to 40 characters"],
    ["an e-mail address", "anna.berg@hospital.example", "A pseudonym is not an address"],
    ["an address without the at", "hospital.example", "A pseudonym is not an address"],
    ["a number", "12345", "A pseudonym is not a number"],
    ["markup", "<b>Heron", "Use plain letters"],
    ["nothing", "   ", "3 to 40 characters"],
  ])("%s is refused, and what was typed stays", async (_, typed, why) => {
    await house.signIn({ login: "first-bittern", pseudonym: "Taken Bittern" });
    const { client } = await house.signInOnly({ login: `picky` });
    const before = await tracesOfPeople(house);
    const page = await client.get(`${house.origin}/welcome`);
    const refused = await client.submit(page, "/welcome", { pseudonym: typed });
    expect([refused.status, words(refused)]).toEqual([422, expect.stringContaining(why)]);
    expect(refused.text).toContain('<a href="#field-own">');
    if (typed.trim() !== "")
      expect(refused.text).toContain(`value="${typed.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`);
    expect(await tracesOfPeople(house)).toEqual(before);
    // Until there is one, every page leads to it.
    expect((await client.get(`${house.origin}/streams`)).url.pathname).toBe("/welcome");
  });

  test("cannot be picked twice, or by somebody who is no physician", async () => {
    const { client } = await house.signIn({ login: "settled", pseudonym: "Settled Plover" });
    const second = await client.post(`${house.origin}/welcome`, { pseudonym: "Other Plover" });
    expect([second.status, words(second)]).toEqual([
      409,
      expect.stringContaining("You have a pseudonym already"),
    ]);
    await addStaff("no-physician");
    const { value = "" } = setCookie(await signInByPassword("no-physician"), SESSION) ?? {};
    const staff = await rawRequest(house, "/welcome", {
      form: { pseudonym: "Staff Plover" },
      headers: { cookie: `${SESSION}=${value}` },
    });
    expect(staff.status).toBe(403);
  });
});

describe("the session", () => {
  test("ends at the server when somebody signs out, in this browser only", async () => {
    const { client, session } = await house.signIn({ login: "leaver" });
    const elsewhere = await house.signInOnly({ login: "leaver" });
    const left = await client.submit(await client.get(`${house.origin}/you`), "/sign-out");
    expect(left.url.href).toBe(`${house.origin}/`);
    expect(client.cookie(house.origin, SESSION)).toBeUndefined();
    expect(await isSignedIn(session)).toBe(false);
    expect(await isSignedIn(elsewhere.session)).toBe(true);
    expect((await client.get(`${house.origin}/notifications`)).status).toBe(401);
    // Signing out without being signed in is no error.
    expect((await client.post(`${house.origin}/sign-out`, {})).status).toBe(200);
  });

  test("is a new one after each sign-in: one that was planted, or somebody else's, is worth nothing", async () => {
    await addStaff("fixed");
    const planted = "a".repeat(43);
    const first =
      setCookie(await signInByPassword("fixed", {}, `${SESSION}=${planted}`), SESSION)?.value ?? "";
    expect(first).not.toBe(planted);
    expect([await isSignedIn(planted), await isSignedIn(first)]).toEqual([false, true]);
    const second =
      setCookie(await signInByPassword("fixed", {}, `${SESSION}=${first}`), SESSION)?.value ?? "";
    expect(second).not.toBe(first);
    expect([await isSignedIn(first), await isSignedIn(second)]).toEqual([false, true]);
  });

  test("is kept in a cookie that scripts cannot read and other sites cannot post with", async () => {
    await addStaff("ida");
    const signedIn = await signInByPassword("ida");
    expect(setCookie(signedIn, SESSION)?.attributes).toEqual([
      "HttpOnly",
      "Max-Age=43200",
      "Path=/",
      "SameSite=Lax",
    ]);
    expect(setCookie(signedIn, SESSION)?.value).toMatch(/^[\w-]{43}$/u);
    const begun = await rawRequest(house, "/sign-in", { form: {} });
    expect(setCookie(begun, PENDING)?.attributes).toEqual([
      "HttpOnly",
      "Max-Age=600",
      "Path=/",
      "SameSite=Lax",
    ]);
  });

  test("behind TLS, in one that only this very host gets", async () => {
    const origin = "https://cases.northfield.example";
    const proxied = await startTestInstance({ name: "northfield", config: { origin, oidc: undefined } });
    try {
      const form = { login: "ida", password: PASSWORD };
      const used = await rawRequest(proxied, new URL(proxied.administratorLink ?? "").pathname, { form });
      const cookie = setCookie(used, `__Host-${SESSION}`);
      expect(cookie?.attributes).toEqual(["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Lax", "Secure"]);
      const you = (name: string) =>
        rawRequest(proxied, "/you", { headers: { cookie: `${name}=${cookie?.value}` } });
      expect((await you(`__Host-${SESSION}`)).status).toBe(200);
      // A cookie that a neighbouring host or plain http could have set does not count.
      expect((await you(SESSION)).status).toBe(401);
      const out = await rawRequest(proxied, "/sign-out", {
        form: {},
        headers: { cookie: `__Host-${SESSION}=${cookie?.value}` },
      });
      expect(setCookie(out, `__Host-${SESSION}`)?.value).toBe("");
      expect(setCookie(out, `__Host-${SESSION}`)?.attributes).toContain("Secure");
    } finally {
      await proxied.stop();
    }
  });
});

describe("where it leads", () => {
  const ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\/evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "@evil.example",
    `/${"a".repeat(2000)}`,
  ];

  test.each(ELSEWHERE)("%j leads to no other place, however somebody signs in", async (returnTo) => {
    const login = "walker";
    if ((await signInByPassword(login)).status !== 303) await addStaff(login);
    const here = (location: string | null): URL => {
      const url = new URL(location ?? "", house.origin);
      expect(url.origin).toBe(house.origin);
      return url;
    };
    here((await signInByPassword(login, { "return-to": returnTo })).headers.get("location"));

    const { client } = await house.signIn({ login: "wanderer" });
    const already = await client.get(`${house.origin}/sign-in?return-to=${encodeURIComponent(returnTo)}`);
    expect(already.url.origin).toBe(house.origin);

    const visitor = house.visitor();
    const page = await visitor.get(`${house.origin}/sign-in?return-to=${encodeURIComponent(returnTo)}`);
    const asked = await visitor.submit(page, "/sign-in");
    const done = await visitor.submit(asked, "", { login: "wanderer", action: "sign-in" });
    expect([done.url.href, done.status]).toEqual([`${house.origin}/`, 200]);
  });

  test("a page here is gone on to, with its query", async () => {
    await house.signIn({ login: "reader" });
    const client = house.visitor();
    const page = await client.get(
      `${house.origin}/sign-in?return-to=${encodeURIComponent("/search?q=a%20b")}`,
    );
    const asked = await client.submit(page, "/sign-in");
    const done = await client.submit(asked, "", { login: "reader", action: "sign-in" });
    expect(done.url.href).toBe(`${house.origin}/search?q=a%20b`);
  });

  test("a newcomer's first page is gone on to after the pseudonym is picked", async () => {
    house.addPerson("newcomer");
    const client = house.visitor();
    const asked = await client.post(`${house.origin}/sign-in`, { "return-to": "/search?q=a%20b" });
    const welcome = await client.submit(asked, "", { login: "newcomer", action: "sign-in" });
    expect(welcome.url.pathname).toBe("/welcome");
    const done = await client.submit(welcome, "/welcome", { pseudonym: "Newly Come" });
    expect(`${done.url.pathname}${done.url.search}`).toBe("/search?q=a+b");
  });

  test("what was written when the session ran out can be sent again", async () => {
    const visitor = house.visitor();
    const refused = await visitor.post(`${house.origin}/follow`, { actor: "x" });
    expect(refused.status).toBe(401);
    expect(words(refused)).toContain("sign in in another window, then load this page again");
    expect(refused.text).toContain('href="/sign-in" target="_blank"');
  });

  test("going back to the hospital's answer afterwards does not say that nobody is signed in", async () => {
    house.addPerson("returner");
    await house.signIn({ login: "returner" });
    const client = house.visitor();
    const asked = await client.post(`${house.origin}/sign-in`, { "return-to": "/about" });
    const done = await client.submit(asked, "", { login: "returner", action: "sign-in" });
    const callback = done.via.find(({ pathname }) => pathname === "/sign-in/callback");
    const back = await client.get(callback ?? "");
    expect(back.text).not.toContain("You are not signed in");
    expect(back.url.pathname).toBe("/");
  });

  test("a second sign-in that is cancelled leaves the first as it was, and says so", async () => {
    const { client, session } = await house.signIn({ login: "twice" });
    const asked = await client.post(`${house.origin}/sign-in`, {});
    const page = await client.submit(asked, "", { login: "", action: "cancel" });
    expect([page.status, words(page)]).toEqual([403, expect.stringContaining("You are still signed in")]);
    expect(await isSignedIn(session)).toBe(true);
  });
});

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callApi, getToken, registerTestApp, type TestApp, textAt } from "#test/support/api-client.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

const browser = useBrowser();
let house: TestInstance;
let heron: SignedIn;
/** An app that runs in a browser, at an origin of its own; it calls from there and takes the answer there. */
let server: Server;
let appOrigin: string;
let app: TestApp;

/** What the app's page does once it is asked to: open a window, and hear from it where it ended. */
const APP_PAGE = `<!doctype html><title>Pocket reader</title><button id="sign-in">Sign in</button><p id="got"></p>
<script>
  const query = location.hash.slice(1);
  if (window.opener && location.pathname === "/callback") { window.opener.postMessage(location.search, location.origin); }
  document.querySelector("#sign-in").addEventListener("click", () => window.open(query, "sign-in", "popup,width=480,height=700"));
  addEventListener("message", (event) => { document.querySelector("#got").textContent = event.data; });
</script>`;

beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  heron = await house.signIn({ pseudonym: "Quiet Heron" });
  server = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(APP_PAGE);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  appOrigin = `http://app.localhost:${portOf(server.address())}`;
  app = await registerTestApp(house, { redirectUris: `${appOrigin}/callback\nurn:ietf:wg:oauth:2.0:oob` });
});
afterAll(async () => {
  await house.stop();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The app has no port");
  return address.port;
}

const question = (more: Readonly<Record<string, string>> = {}): string =>
  `${house.origin}/oauth/authorize?${new URLSearchParams({
    response_type: "code",
    client_id: app.client_id,
    redirect_uri: `${appOrigin}/callback`,
    scope: "read write:statuses push",
    state: "seven",
    ...more,
  }).toString()}`;

const signedIn = async (page: Page, session = heron.session): Promise<void> => {
  await page.context().addCookies([{ name: "consilium_session", value: session, url: house.origin }]);
};

test.each([390, 1280])("the page asks in plain words, at %i px", async (width) => {
  const page = await browser.newPage({ viewport: { width, height: 844 } });
  await signedIn(page);
  await page.goto(question());
  await screenshot(page, `authorize-${width}`);
  await expectAccessible(page);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Test app");
  const words = (await page.locator("main").textContent()) ?? "";
  for (const expected of [
    "Quiet Heron",
    "Read everything that you see here",
    "Send you notifications",
    "app.localhost",
  ]) {
    expect(words).toContain(expected);
  }
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
});

test("allowing leads back to the app with a code that gives a token", async () => {
  const page = await browser.newPage();
  await signedIn(page);
  await page.goto(question());
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await page.waitForURL(`${appOrigin}/callback?**`);
  const { searchParams } = new URL(page.url());
  expect(searchParams.get("state")).toBe("seven");
  const token = await callApi(house, "POST", "/oauth/token", {
    form: {
      ...app,
      grant_type: "authorization_code",
      code: searchParams.get("code") ?? "",
      redirect_uri: `${appOrigin}/callback`,
    },
  });
  const answer = await page.evaluate(
    async ([address, bearer]) => {
      const response = await fetch(`${address}/api/v1/timelines/home`, {
        headers: { authorization: `Bearer ${bearer}` },
      });
      return [response.status, response.headers.get("x-ratelimit-limit")];
    },
    [house.origin, textAt(token, "access_token")],
  );
  expect(answer).toEqual([200, expect.stringMatching(/^\d+$/u)]);
});

test("not allowing leads back with an error", async () => {
  const page = await browser.newPage();
  await signedIn(page);
  await page.goto(question());
  await page.getByRole("button", { name: "Do not allow" }).click();
  await page.waitForURL(`${appOrigin}/callback?**`);
  expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
});

test("in a window of the app's own, through the hospital's sign-in and the choice of a pseudonym", async () => {
  house.addPerson("dr-new");
  const page = await browser.newPage();
  await page.goto(`${appOrigin}/#${question()}`);
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Sign in" }).click(),
  ]);
  await popup.getByRole("button", { name: "Sign in with your hospital" }).click();
  await popup.getByLabel("Sign-in name").fill("dr-new");
  await popup.getByRole("button", { name: "Sign in" }).click();
  await popup.getByRole("button", { name: "Use this pseudonym" }).click();
  await popup.getByRole("button", { name: "Allow", exact: true }).click();
  await page.locator("#got", { hasText: "code=" }).waitFor();
  expect(await page.locator("#got").textContent()).toContain("state=seven");
});

test("out of band, the code is shown", async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await signedIn(page);
  await page.goto(question({ redirect_uri: "urn:ietf:wg:oauth:2.0:oob" }));
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  expect(await page.locator("#code").textContent()).toMatch(/^[\w-]{43}$/u);
  await screenshot(page, "authorize-code-390");
  await expectAccessible(page);
});

test("apps are listed under You, and the API has a page", async () => {
  const kestrel = await house.signIn();
  await getToken(house, kestrel.session);
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await signedIn(page, kestrel.session);
  await page.goto(`${house.origin}/you`);
  await page.getByRole("button", { name: "Revoke Test app" }).click();
  expect(await page.locator("main").textContent()).toContain("The app can no longer act for you");
  await screenshot(page, "apps-390");
  await page.goto(`${house.origin}/api`);
  await screenshot(page, "api-390");
  await expectAccessible(page);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
});

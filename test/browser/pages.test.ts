import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { followSpecialty } from "#actions/follow-specialty.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { invite } from "#actions/invite.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { postCase } from "#test/support/cases.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

const WIDTHS = [390, 1280] as const;
const PASSWORD = "several words of nobody else";

const browser = useBrowser();
let house: TestInstance;
let reader: SignedIn;
let administrator: string;

beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  const { instance } = house.app;
  const asker = await house.signIn({ pseudonym: "Grey Kestrel" });
  reader = await house.signIn({ pseudonym: "Quiet Heron" });
  await setPeerTrust(instance, "cases.southbank.example", "trusted");
  await setPeerTrust(instance, "spam.example", "blocked");
  await postCase(house, asker.physician, { withPhoto: true, urgency: "day" });
  await postCase(house, asker.physician, {
    title: "لوحة حلقية على الساعد لم تستجب للعلاج",
    question: "هل هي فطرية أم يلزم أخذ خزعة؟",
  });
  await postCase(house, reader.physician, {
    title: "Wrist film after a fall: is this the scaphoid?",
    question: "Would you immobilise on this film alone?",
    specialty: "radiology",
    audience: "network",
    withPhoto: true,
  });
  await followSpecialty(instance, reader.physician, "dermatology");
  const visitor = house.visitor();
  const link = house.administratorLink ?? "";
  await visitor.submit(await visitor.get(link), new URL(link).pathname, { login: "ada", password: PASSWORD });
  administrator = visitor.cookie(house.origin, "consilium_session") ?? "";
}, 60_000);

afterAll(() => house.stop());

/** Opens a page at both widths; it must be accessible, and must not be wider than the screen. */
async function look(name: string, path: string, session?: string, then?: (page: Page) => Promise<void>) {
  for (const width of WIDTHS) {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    if (session !== undefined) {
      await page.context().addCookies([{ name: "consilium_session", value: session, url: house.origin }]);
    }
    await page.goto(`${house.origin}${path}`);
    await then?.(page);
    await screenshot(page, `${name}-${width}`);
    await expectAccessible(page);
    expect(await page.evaluate("document.documentElement.scrollWidth"), `${name} at ${width} px`).toBe(width);
    expect(await page.locator("h1").count()).toBe(1);
  }
}

test.each([
  ["home-visitor", "/"],
  ["sign-in", "/sign-in"],
  ["streams-visitor", "/streams"],
  ["stream-visitor", "/streams/dermatology"],
  ["persona-visitor", "/@grey-kestrel"],
  ["about", "/about"],
  ["absent", "/nothing-here"],
  ["invitation-used", "/invitation/unknown"],
])("a visitor's page: %s", async (name, path) => look(name, path));

test.each([
  ["home", "/"],
  ["streams", "/streams"],
  ["stream", "/streams/dermatology"],
  ["stream-empty", "/streams/urology"],
  ["stream-filtered", "/streams/dermatology?show=mine"],
  ["persona", "/@grey-kestrel?done=followed"],
  ["persona-own", "/@quiet-heron"],
  ["stream-actor", "/@dermatology"],
  ["unknown-remote", "/@dermatology@cases.southbank.example"],
  ["search", "/search?q=plaque"],
  ["search-people", "/search?q=kestrel"],
  ["search-nothing", "/search?q=xanthogranuloma"],
  ["search-unreachable", "/search?q=%40somebody%40nobody.example"],
  ["notifications", "/notifications"],
  ["you", "/you"],
])("a physician's page: %s", async (name, path) => look(name, path, reader.session));

test.each([
  ["manage", "/manage?done=administrator"],
  ["manage-peers", "/manage/peers"],
  ["manage-people", "/manage/physicians"],
  ["manage-audit", "/manage/audit"],
  ["manage-attestations", "/manage/attestations?persona=quiet-heron"],
  ["you-administrator", "/you"],
])("an administrator's page: %s", async (name, path) => look(name, path, administrator));

test("the first steps: invitation, and picking a pseudonym with one that cannot be taken", async () => {
  const { link } = await invite(house.app.instance, ["physician"], { profession: "physician" });
  await look("invitation", new URL(link).pathname);
  const { session } = await house.signInOnly();
  await look("welcome", "/streams", session);
  await look("welcome-refused", "/welcome", session, async (page) => {
    await page.fill("#field-own", "Dr House");
    await page.click("text=Use this pseudonym");
    await page.waitForSelector(".error-summary");
  });
});

test("an attestation is revoked: refused without a reason, then with one; its physician is told", async () => {
  for (const width of WIDTHS) {
    const { physician, session } = await house.signIn();
    const opinion = await postCase(house, reader.physician, { title: `Papules on the shin, ${width}` });
    await giveOpinion(house.app.instance, physician, opinion, {
      confidence: 60,
      cantMiss: [],
      differential: [[{ text: "Lichen planus", codings: [] }]],
    });
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    await page.context().addCookies([{ name: "consilium_session", value: administrator, url: house.origin }]);
    await page.goto(`${house.origin}/@${physician.persona.handle}`);
    await page.click("text=Revoke the attestation");
    await page.click("#revoke button");
    await page.waitForSelector(".error-summary");
    await screenshot(page, `manage-attestations-refused-${width}`);
    await page.fill("#field-reason", "The medical council suspended the licence on 3 March.");
    await page.click("#revoke button");
    await page.waitForSelector(".banner.done");
    await screenshot(page, `manage-attestations-revoked-${width}`);
    await expectAccessible(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await look("you-revoked", "/you", session);
    await look("case-revoked", `/cases/${opinion}`, session);
  }
});

test("a second pseudonym is added, and chosen for an answer", async () => {
  const { session } = await house.signIn();
  await look("pseudonym-add", "/you/pseudonyms/add", session);
  await look("pseudonym-refused", "/you/pseudonyms/add", session, async (page) => {
    await page.fill("#field-own", "Quiet Heron");
    await page.click("text=Add this pseudonym");
    await page.waitForSelector(".error-summary");
  });
  const page = await browser.newPage();
  await page.context().addCookies([{ name: "consilium_session", value: session, url: house.origin }]);
  await page.goto(`${house.origin}/you/pseudonyms/add`);
  await page.click("text=Add this pseudonym");
  await page.waitForURL(/done=pseudonym/u);
  await look("you-pseudonyms", "/you", session);
  const id = await postCase(house, reader.physician);
  await look("case-pseudonyms", `/cases/${id}`, session);
});

test("signing in at the hospital, as a browser holds the pages to their policy", async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(`${house.origin}/sign-in?return-to=/about`);
  await page.click("text=Sign in with your hospital");
  await page.waitForURL((url) => url.origin !== house.origin);
  await page.click("button[value=cancel]");
  await page.waitForURL(/callback/u);
  expect(await page.textContent("h1")).toBe("You are not signed in");
  await screenshot(page, "sign-in-cancelled-390");
  await expectAccessible(page);
});

test("a wrong password brings the form back, opened and with what is wrong", async () => {
  await look("sign-in-refused", "/sign-in", undefined, async (page) => {
    await page.click("summary");
    await page.fill("#field-login", "somebody");
    await page.fill("#field-password", "wrong");
    await page.click("#staff button");
    await page.waitForSelector(".error-summary");
  });
});

import { sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { follow } from "#actions/follow.ts";
import { followSpecialty } from "#actions/follow-specialty.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { invite } from "#actions/invite.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { writeComment } from "#actions/write-comment.ts";
import { newId, type PeerId } from "#domain/ids.ts";
import { enqueue } from "#store/queue.ts";
import { peers } from "#store/schema/index.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { eventually } from "#test/support/eventually.ts";
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

/** What can be pressed and is less than 24 px high or wide (WCAG 2.2, 2.5.8), but for links in the midst of text. */
const SMALL_TARGETS = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.checkVisibility() && !one.closest(".hidden-text") && getComputedStyle(one).display !== "inline")
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, { width, height }]) => (width < 24 || height < 24) && !one.labels?.length)
  .map(([one, { width, height }]) => one.outerHTML.slice(0, 80) + " " + width + " x " + height)`;

/** On a phone the ways through the house are at the bottom, in reach of a thumb, and cover nothing at the page's end. */
const BAR_FAULTS = `(() => {
  const bar = document.querySelector(".main-nav").getBoundingClientRect();
  const small = [...document.querySelectorAll(".main-nav a")]
    .map((link) => [link.textContent.trim(), link.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 44 || height < 44).map(([words]) => words + " is small");
  scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  const last = [...document.querySelectorAll(".site-footer a, .site-footer button")].at(-1).getBoundingClientRect();
  scrollTo({ top: 0, behavior: "instant" });
  return [
    ...small,
    ...(Math.round(bar.bottom) === innerHeight ? [] : ["it is not at the bottom"]),
    ...(last.bottom <= bar.top ? [] : ["it covers the end of the page"]),
  ];
})()`;

/** Opens a page, light and dark, on a phone and a desk; it must be accessible, and must not be wider than the screen. */
async function look(name: string, path: string, session?: string, then?: (page: Page) => Promise<void>) {
  const page = await browser.newPage({ viewport: { width: WIDTHS[0], height: 844 } });
  if (session !== undefined) {
    await page.context().addCookies([{ name: "consilium_session", value: session, url: house.origin }]);
  }
  await page.goto(`${house.origin}${path}`);
  await then?.(page);
  expect(await page.locator("h1").count()).toBe(1);
  expect(await page.evaluate<readonly string[]>(SMALL_TARGETS), `${name}: targets too small to hit`).toEqual(
    [],
  );
  expect(await page.evaluate<readonly string[]>(BAR_FAULTS), `${name}: the bar at the bottom`).toEqual([]);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth"), `${name} at ${width} px`).toBe(width);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, `${name}-${width}-${colorScheme}`);
      // Colours are the same at every width, and what has room beside a phone's has it on a desk.
      if (colorScheme === "light" || width === WIDTHS[0]) await expectAccessible(page);
    }
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
  ["write", "/write"],
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

test("notifications, once there are some", async () => {
  const { instance } = house.app;
  const author = await house.signIn({ pseudonym: "Notified Plover" });
  const id = await postCase(house, author.physician, {
    title: "A title that is rather long, for a line that says who did what",
  });
  const colleague = await house.signIn({ pseudonym: "Answering Bittern" });
  await giveOpinion(instance, colleague.physician, id, {
    differential: [[{ text: "Eczema", codings: [] }]],
    confidence: 60,
    cantMiss: [],
  });
  await writeComment(instance, colleague.physician, id, { text: "Any itching?" });
  await follow(instance, colleague.physician, author.physician.persona.actorId);
  await eventually("all three are there", async () => {
    const page = await author.client.get(`${house.origin}/notifications`);
    expect(page.text.match(/class="unread"/gu)).toHaveLength(3);
  });
  await look("notifications-new", "/notifications", author.session);
});

test("a post with a long word, as a page, in its author's list and at home", async () => {
  const author = await house.signIn({ pseudonym: "Writing Plover" });
  const written = await author.client.submit(await author.client.get(`${house.origin}/write`), "/posts", {
    text: `Slides of yesterday's talk on ${"pseudopseudohypoparathyroidism".repeat(3)}: https://northfield.example/${"a".repeat(90)} #dermatology\n\nQuestions welcome.`,
    audience: "public",
  });
  expect(written.status).toBe(200);
  await look("post", written.url.pathname, author.session);
  await look("post-visitor", written.url.pathname);
  await look("persona-writing", "/@writing-plover", reader.session);
  await look("home-writing", "/", author.session);
});

test("the administrator's pages in trouble: a peer that is down, one that refuses, work that was given up", async () => {
  const { db } = house.app.instance;
  await db.insert(peers).values([
    peer("down.example", {
      failures: 12,
      lastError: "No connection to https://down.example could be made (ECONNREFUSED).",
      lastFailedAt: new Date(),
      pausedUntil: new Date(Date.now() + 3_600_000),
    }),
    peer("a-very-long-name-of-a-host.cases.university-hospital.example", {
      name: "University Hospital of a City with a Name that Goes On",
      trust: "limited",
      lastError: "The inbox answered 403.",
      lastFailedAt: new Date(),
    }),
  ]);
  await enqueue(db, [{ queue: "given-up", payload: {} }]);
  await db.execute(sql`update queue_messages set failed_at = now() where queue = 'given-up'`);
  await look("manage-trouble", "/manage", administrator);
  await look("manage-peers-trouble", "/manage/peers", administrator);
  await look("manage-people-invited", "/manage/physicians", administrator, async (page) => {
    await page.click("text=Make the link");
    await page.waitForSelector(".secret");
    await page.locator(".confirm summary").first().click();
  });
});

const peer = (host: string, more: Partial<typeof peers.$inferInsert>) => ({
  id: newId<PeerId>(),
  host,
  trust: "unknown" as const,
  firstSeenAt: new Date(),
  ...more,
});

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

test("whatever has the focus shows it, on every kind of page, light and dark", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.context().addCookies([{ name: "consilium_session", value: reader.session, url: house.origin }]);
  for (const path of ["/", "/streams/dermatology", "/ask", "/you", "/search?q=kestrel"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${house.origin}${path}`);
      for (let stops = 0; stops < 25; stops += 1) {
        await page.keyboard.press("Tab");
        expect(await page.evaluate<string>(FOCUS), `${path}, ${colorScheme}, stop ${stops}`).toBe("");
      }
    }
  }
});

/** Empty where the focused element, or the whole card that it leads on from, is outlined; else what it is. */
const FOCUS = `(() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  const outlined = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const card = one.closest(".case-card");
  return outlined(one) || (card !== null && outlined(card)) ? "" : one.outerHTML.slice(0, 120);
})()`;

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";

const browser = useBrowser();
let northfield: TestInstance;
let address: string;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield" });
  const { physician } = await northfield.signIn();
  address = `${northfield.origin}/cases/${await postCase(northfield, physician)}`;
});
afterAll(() => northfield.stop());

async function open(options: NonNullable<Parameters<typeof browser.newPage>[0]>): Promise<Page> {
  const { session } = await northfield.signIn();
  const page = await browser.newPage(options);
  await page.context().addCookies([{ name: "consilium_session", value: session, url: northfield.origin }]);
  await page.goto(address);
  return page;
}

test("a diagnosis is found by an abbreviation and taken with the keyboard alone", async () => {
  const page = await open({ viewport: { width: 1280, height: 900 } });
  const field = page.getByRole("combobox", { name: "Add a diagnosis" });
  await field.focus();
  await page.keyboard.type("BCC");
  const first = page.getByRole("option").first();
  await first.waitFor();
  expect(await first.textContent()).toBe("Basal cell carcinomaBCC");
  expect(await field.getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("ArrowDown");
  expect(await field.getAttribute("aria-activedescendant")).toBe(await first.getAttribute("id"));
  expect(await first.getAttribute("aria-selected")).toBe("true");
  await screenshot(page, "typeahead-desk");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await page
    .getByRole("list", { name: "Your ranking, likeliest first" })
    .getByText("Basal cell carcinoma")
    .waitFor();
  expect(await field.inputValue()).toBe("");
  expect(await page.getByRole("option").count()).toBe(0);

  // Escape closes the list, and what was typed stands as it is.
  await page.keyboard.type("melano");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  expect(await field.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove: melano" }).waitFor();

  await page.locator("input[name=confidence]").fill("70");
  await page.getByRole("button", { name: "Give this answer" }).click();
  await page.waitForURL(/#opinion-/u);
  await page.locator('bdi[title="consilium basal-cell-carcinoma, icd10cm C44.91"]').first().waitFor();
}, 60_000);

test("by touch on a phone, in the language of the browser, after a slip of the keys", async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: "de-DE" });
  await page.getByRole("combobox", { name: "Add a diagnosis" }).fill("Schupenflechte");
  const option = page.getByRole("option", { name: /^Psoriasis/u }).first();
  await option.waitFor();
  await eventually("the list is above the bar at the bottom", async () => {
    const list = await page.getByRole("listbox").boundingBox();
    const bar = await page.locator(".main-nav").boundingBox();
    expect((list?.y ?? 0) + (list?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
  });
  await screenshot(page, "typeahead-phone");
  await expectAccessible(page);
  await option.tap();
  await page.getByRole("button", { name: /^Remove: Psoriasis/u }).waitFor();
}, 60_000);

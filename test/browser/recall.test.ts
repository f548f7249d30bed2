import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { followSpecialty } from "#actions/follow-specialty.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import type { TestInstance } from "#test/support/instance.ts";
import { signInAdministrator, startTwoHouses, type TwoHouses } from "#test/support/two-houses.ts";

const browser = useBrowser();
let houses: TwoHouses;
beforeAll(async () => {
  houses = await startTwoHouses();
  const { northfield, southbank } = houses;
  await setPeerTrust(northfield.app.instance, southbank.origin, "trusted");
  await setPeerTrust(southbank.app.instance, northfield.origin, "trusted");
});
afterAll(() => houses.stop());

async function openAs(house: TestInstance, session: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.context().addCookies([{ name: "consilium_session", value: session, url: house.origin }]);
  return page;
}

async function lookAt(page: Page, name: string): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth"), `${name} at ${width} px`).toBe(width);
    await screenshot(page, `${name}-${width}`);
    await expectAccessible(page);
  }
}

test("an author withdraws a case, and the administrator sees that the other institution confirms it", async () => {
  const { northfield, southbank } = houses;
  const [asker, colleague] = await Promise.all([northfield.signIn(), southbank.signIn()]);
  await followSpecialty(southbank.app.instance, colleague.physician, "dermatology");
  const title = "Annular plaque on the forearm";
  await eventually("the stream is followed", async () => {
    const page = await colleague.client.get(`${southbank.origin}/you`);
    expect(page.text.split("Following · stop").length - 1).toBe(2);
  });
  const id = await postCase(northfield, asker.physician, { title, audience: "network" });
  const away = await eventually("the case is at southbank", async () => {
    const found = await findCaseIdByUri(southbank.app.instance.db, `${northfield.origin}/cases/${id}`);
    if (found === undefined) throw new Error("not there");
    return found;
  });

  const page = await openAs(northfield, asker.session);
  await page.goto(`${northfield.origin}/cases/${id}`);
  await page.getByText("Withdraw this case…").click();
  await lookAt(page, "case-withdraw");
  await page.getByRole("button", { name: "Withdraw it" }).click();
  await page.locator(".banner.done").waitFor();
  await lookAt(page, "case-withdrawn");
  expect((await page.goto(`${northfield.origin}/cases/${id}`))?.status()).toBe(410);
  await lookAt(page, "case-gone");

  await eventually("southbank has it no more", async () => {
    expect((await colleague.client.get(`${southbank.origin}/cases/${away}`)).status).toBe(404);
  });
  const administrator = await signInAdministrator(northfield, "administrator");
  const session = administrator.cookie(northfield.origin, "consilium_session") ?? "";
  const manage = await openAs(northfield, session);
  await eventually("the receipt is there", async () => {
    await manage.goto(`${northfield.origin}/manage`);
    expect(await manage.locator("main").innerText()).toMatch(/confirmed/iu);
  });
  await lookAt(manage, "manage-recalls");
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";

const browser = useBrowser();
let northfield: TestInstance;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
});
afterAll(() => northfield.stop());

test("what may identify the patient is said while one writes, and goes by one click", async () => {
  const { session } = await northfield.signIn();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page
    .context()
    .addCookies([{ name: "consilium_session", value: session, url: northfield.origin, httpOnly: true }]);
  await page.goto(`${northfield.origin}/ask`);
  const question = page.getByLabel("What do you want to know?");
  await question.fill("Seen with Ms Hartigan on 3 June 2024. Fungal after all?");
  await page.getByText("may identify the patient: a name.").waitFor();
  await screenshot(page, "ask-identifiers-phone");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Write “the patient” instead" }).click();
  await expect
    .poll(() => question.inputValue())
    .toBe("Seen with the patient on 3 June 2024. Fungal after all?");
  await page.getByText("may identify the patient: a name.").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Write “2024” instead" }).click();
  await page.locator(".field > .found").waitFor({ state: "detached" });

  await page.getByLabel("The case in one line").fill("Ring on the forearm of Mr Okonkwo");
  await page.getByLabel("Specialty to ask").selectOption("dermatology");
  await page.getByRole("button", { name: "See exactly what leaves" }).click();
  await page.getByRole("heading", { name: "What may identify the patient" }).waitFor();
  for (const [where, width] of Object.entries({ phone: 390, desk: 1280 })) {
    await page.setViewportSize({ width, height: 844 });
    await screenshot(page, `preview-identifiers-${where}`);
    await expectAccessible(page);
  }
  await page.getByRole("button", { name: "Post the case" }).click();
  await page.getByText("There is a problem").waitFor();
  await page.getByLabel("What was found above identifies nobody").check();
  await page.getByRole("button", { name: "Post the case" }).click();
  await page.waitForURL(/\/cases\//u);
});

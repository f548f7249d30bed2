import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { photo } from "#test/support/images.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

const browser = useBrowser();
let northfield: TestInstance;
let folder: string;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  folder = await mkdtemp(path.join(tmpdir(), "consilium-photos-"));
});
afterAll(async () => {
  await northfield.stop();
  await rm(folder, { recursive: true });
});

async function picture(name: string, width: number, height: number): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, await photo(width, height));
  return file;
}

/** Signs somebody in as a person does: through the hospital's own page, then taking the pseudonym that is offered. */
async function signIn(page: Page, login: string): Promise<void> {
  northfield.addPerson(login);
  await page.goto(`${northfield.origin}/sign-in`);
  await page.getByRole("button", { name: "Sign in with your hospital" }).click();
  await page.getByLabel("Sign-in name").fill(login);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Use this pseudonym" }).click();
  await page.getByRole("heading", { name: "Home" }).waitFor({ state: "attached" });
}

/** Keeps and checks the page as it is, on a phone and on a desk. */
async function lookAt(page: Page, name: string): Promise<void> {
  for (const [where, size] of Object.entries({ phone: PHONE, desk: DESK })) {
    await page.setViewportSize(size);
    const wide = await page.evaluate<boolean>("document.documentElement.scrollWidth > window.innerWidth");
    expect(wide, `${name} scrolls sideways on a ${where}`).toBe(false);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, `${name}-${where}-${colorScheme}`);
      if (colorScheme === "light" || where === "phone") await expectAccessible(page);
    }
  }
}

/** Ranks diagnoses in the list, by the keyboard alone. */
async function rank(page: Page, diagnoses: readonly string[]): Promise<void> {
  await page.getByLabel("Add a diagnosis").focus();
  for (const text of diagnoses) {
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  }
}

test("a photograph is asked about, three colleagues answer, and everybody sees the consensus", async () => {
  const asking = await browser.newPage({ viewport: DESK });
  await signIn(asking, "asker");

  await asking.goto(`${northfield.origin}/ask`);
  await lookAt(asking, "ask-empty");
  await asking
    .getByLabel("Add photos")
    .setInputFiles([await picture("ring.jpg", 1400, 1000), await picture("close.jpg", 900, 1200)]);
  await asking.getByLabel("What photo 1 shows").fill("Scaly red ring, 4 cm, on a forearm");
  await asking.getByRole("button", { name: "See exactly what leaves" }).click();
  await asking.getByText("There is a problem").waitFor();
  await lookAt(asking, "ask-faulty");

  await asking.getByLabel("What photo 2 shows").fill("The border from close by");
  await asking
    .getByLabel("The case in one line")
    .fill("Annular plaque on the forearm, unmoved by terbinafine");
  await asking
    .getByLabel("What do you want to know?")
    .fill("Fungal after all, or should I biopsy? KOH was negative twice.");
  await asking.locator('select[name="specialty-1"]').selectOption("dermatology");
  await asking.getByLabel("Age").selectOption("40-44");
  await asking
    .getByLabel("What you found")
    .fill("Single annular plaque, 4 cm, raised border, no scale at the edge.");
  await asking
    .getByLabel("Course")
    .fill("day -60: first noticed, coin-sized\nday -31: terbinafine begun\nday 0: seen; photographs");
  await asking.getByRole("button", { name: "See exactly what leaves" }).click();
  await asking.waitForURL(/\/ask\/[0-9a-f-]+$/u);
  await asking.locator("details#exact-text summary").click();
  await lookAt(asking, "ask-preview");
  await asking.getByRole("button", { name: "Post the case" }).click();
  await asking.waitForURL(/\/cases\//u);
  await lookAt(asking, "case-posted");
  const address = new URL(asking.url());
  address.search = "";

  const answers = [
    ["Granuloma annulare", "Tinea corporis", "Nummular eczema"],
    ["Granuloma annulare", "Nummular eczema"],
    ["Tinea corporis", "Granuloma annulare", "Subacute cutaneous lupus"],
  ];
  for (const [index, diagnoses] of answers.entries()) {
    const page = await browser.newPage({ viewport: index === 0 ? PHONE : DESK });
    await signIn(page, `colleague-${index}`);
    await page.goto(address.href);
    if (index === 1) await lookAt(page, "case-hidden");
    await rank(page, diagnoses);
    if (index === 0) {
      await page.getByRole("button", { name: "Tie with the rank above: Nummular eczema" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Untie: Nummular eczema" }).waitFor();
      await lookAt(page, "answer-ranked");
    }
    await page.locator("input[name=confidence]").fill(String(60 + index * 10));
    if (index === 2) {
      await page.getByLabel("What must not be missed?").fill("Cutaneous T-cell lymphoma");
      await page.getByLabel("Why?").fill("Clobetasol blurs both the picture and the KOH.");
      await page
        .getByLabel("What would you do next?")
        .fill("Stop it, wait a week, and culture before cutting.");
    }
    await page.getByRole("button", { name: "Give this answer" }).click();
    await page.waitForURL(/#opinion-/u);
    await page.getByText("Yours", { exact: true }).waitFor();
  }

  // The asker's page was open all the time: what is new arrives by itself.
  await asking.getByText("3 opinions · 1 institution").waitFor();
  await asking.getByText("Cutaneous T-cell lymphoma (named by 1)").waitFor();
  const leading = asking.locator("ol.pool li").first();
  expect(await leading.textContent()).toContain("Granuloma annulare");
  await lookAt(asking, "case-consensus");

  await asking.locator("consilium-gallery [data-part=main]").click();
  await asking.locator("dialog[open]").waitFor();
  await lookAt(asking, "case-zoom");
}, 120_000);

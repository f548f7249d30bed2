import path from "node:path";
import axe from "axe-core";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, inject } from "vitest";

/** How often a screenshot is taken at most. */
const TRIES = 4;
const SCREENSHOTS = path.resolve(import.meta.dirname, "../screenshots");

/** The browser of a test file. */
export interface TestBrowser {
  /** A page in a context of its own: nobody is signed in. It is closed after the test. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
}

const launchOptions = (): LaunchOptions => {
  const folder = inject("browserFolder");
  return {
    // The package has Chromium for one platform only; elsewhere the machine's own Chrome serves.
    ...(folder === null
      ? { channel: "chrome" }
      : {
          executablePath: path.join(folder, "chromium"),
          env: {
            HOME: folder,
            XDG_CACHE_HOME: path.join(folder, "cache"),
            FONTCONFIG_PATH: path.join(folder, "fonts"),
            LD_LIBRARY_PATH: path.join(folder, "al2023/lib"),
          },
        }),
    // Nothing leaves this machine, whatever a page asks for.
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
    ],
  };
};

/**
 * Gives the test file a headless Chromium, which resolves every `NAME.localhost` to this machine and no other name.
 * Call it at the top of the file: it starts before the first test and ends after the last.
 */
export const useBrowser = (): TestBrowser => {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions());
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
  });
  return {
    newPage: async (options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      // Less than a test's own limit, so that what is reported is the step that hung.
      context.setDefaultTimeout(10_000);
      return context.newPage();
    },
  };
};

/** Keeps the whole page as `test/screenshots/NAME.png`, for a person to look at, and returns the file's path. */
export const screenshot = async (page: Page, name: string): Promise<string> => {
  const file = path.join(SCREENSHOTS, `${name}.png`);
  const take = () => page.screenshot({ path: file, fullPage: true, animations: "disabled" });
  // On a busy machine Chromium now and then has no frame to give; that is about the browser, not the page.
  const hasNoFrame = (error: unknown): boolean =>
    error instanceof Error && error.message.includes("Unable to capture screenshot");
  for (let nth = 1; nth < TRIES; nth += 1) {
    try {
      await take();
      return file;
    } catch (error) {
      if (!hasNoFrame(error)) throw error;
    }
  }
  await take();
  return file;
};

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly elements: readonly string[];
}

/** Fails unless axe-core finds nothing to say about the page as it is now; the error lists each rule with its elements. */
export const expectAccessible = async (page: Page): Promise<void> => {
  // Evaluated rather than added as a script element, which the page's content security policy would refuse.
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(axe.source);
  const violations = await page.evaluate<readonly Violation[]>(
    `axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, help, nodes }) => (
      { id, help, elements: nodes.map((node) => node.target.flat().join(" ") + "  " + node.html) })))`,
  );
  if (violations.length === 0) return;
  const list = violations.map(({ id, help, elements }) =>
    [`${id}: ${help}`, ...elements.map((element) => `    ${element}`)].join("\n"),
  );
  throw new Error(`${page.url()} is not accessible:\n${list.join("\n")}`);
};

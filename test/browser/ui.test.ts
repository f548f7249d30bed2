import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { html } from "hono/html";
import { ASSETS_PATH, PUBLIC_FOLDER } from "#ui/assets.ts";
import { page as pageAround } from "#ui/layout.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { SAMPLES } from "./ui-samples.ts";

// What the application sends with every page.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
};

const browser = useBrowser();
let server: Server;
let origin: string;
/** The last form that was sent. */
let sent: FormData;
let listeners: ServerResponse[] = [];
let news = "nothing yet";

beforeAll(async () => {
  server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  origin = `http://northfield.localhost:${address.port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", origin);
  const send = (type: string, body: string | Buffer): unknown =>
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
  if (request.method === "POST") {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    sent = await new Response(body, {
      headers: { "content-type": request.headers["content-type"] ?? "" },
    }).formData();
    send("text/html", "<!doctype html><title>Sent</title>");
  } else if (pathname.startsWith(`${ASSETS_PATH}/`)) {
    const file = new URL(`.${pathname.slice(ASSETS_PATH.length)}`, PUBLIC_FOLDER);
    send(TYPES[pathname.split(".").at(-1) ?? ""] ?? "", await readFile(file));
  } else if (pathname.startsWith("/images/")) {
    send("image/svg+xml", IMAGE);
  } else if (pathname === "/terms") {
    send("application/json", JSON.stringify({ terms: [] }));
  } else if (pathname === "/events") {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(":\n\n");
    listeners.push(response);
    request.on("close", () => (listeners = listeners.filter((listener) => listener !== response)));
  } else {
    const draw = pathname === "/live" ? livePage : SAMPLES[pathname.slice(1)];
    if (draw === undefined) response.writeHead(404).end();
    else send("text/html; charset=utf-8", String(await draw()));
  }
}

const IMAGE = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="560"><rect width="800" height="560" fill="#c08a70"/><circle cx="400" cy="280" r="120" fill="none" stroke="#8e3f34" stroke-width="40"/></svg>`;

const livePage = () =>
  pageAround(
    { title: "Live", institution: { name: "Northfield" }, viewer: { kind: "anonymous" }, islands: ["live"] },
    html`<h1>Live</h1>
      <consilium-live data-url="/events" data-fragment="news"></consilium-live>
      <div id="news"><p>${news}</p></div>`,
  );

/** Opens a page and fails the test on anything that the browser complains about. */
async function open(
  path: string,
  options: Parameters<typeof browser.newPage>[0] = {},
): Promise<[Page, string[]]> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${origin}/${path}`);
  return [page, complaints];
}

const LOOKS = [
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "desk", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
] as const;

test.each(
  LOOKS.flatMap((look) => Object.keys(SAMPLES).map((sample) => ({ sample, look: look.name, ...look }))),
)(
  "$sample on a $look: accessible, nothing cut off, no complaint",
  async ({ sample, look, viewport, colorScheme }) => {
    const [page, complaints] = await open(sample, { viewport, colorScheme });
    expect(complaints).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    // A picture of hundreds of opinions would show nothing that a few do not.
    if (sample !== "crowd") await screenshot(page, `ui-${sample}-${look}`);
    await expectAccessible(page);
    expect(await page.title()).not.toBe("owned");
  },
);

test("on a phone the navigation is at the bottom, and each of its targets can be hit", async () => {
  const [page] = await open("stream", { viewport: LOOKS[0].viewport });
  const links = await page.locator(".main-nav a").all();
  expect(links).toHaveLength(5);
  for (const link of links) {
    const box = await link.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect(box?.width).toBeGreaterThanOrEqual(44);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(800);
  }
});

test("a ranking is built with the keyboard alone, and is what is sent", async () => {
  const [page, complaints] = await open("hidden");
  const input = page.getByLabel("Add a diagnosis");
  for (const text of ["Tinea corporis", "Psoriasis", "Granuloma annulare", "Eczema"]) {
    await input.fill(text);
    await input.press("Enter");
  }
  await page.getByRole("button", { name: "Move up: Granuloma annulare" }).press("Enter");
  // The focus stays on the button, so that pressing again moves it further.
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Tie with the rank above: Psoriasis" }).press("Space");
  await page.getByRole("button", { name: "Remove: Eczema" }).press("Enter");
  await page.getByLabel("How sure are you").first().fill("70");
  await input.fill("Typed but not added");
  await page.getByRole("button", { name: "Give this answer" }).click();
  await page.waitForURL("**/sent");
  const rows = Array.from({ length: 5 }, (_, index) =>
    ["diagnosis", "rank", "code"].map((name) => sent.get(`${name}-${index + 1}`)),
  );
  expect(rows).toEqual([
    ["Granuloma annulare", "1", ""],
    ["Tinea corporis", "2", ""],
    ["Psoriasis", "2", ""],
    ["Typed but not added", "3", ""],
    ["", "5", ""],
  ]);
  expect(sent.get("confidence")).toBe("70");
  expect(complaints).toEqual([]);
});

test("an answer can be given without scripts", async () => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${origin}/hidden`);
  await page.getByLabel("Diagnosis 1", { exact: true }).fill("Tinea corporis");
  await page.getByLabel("Diagnosis 2", { exact: true }).fill("Granuloma annulare");
  await page.getByLabel("Rank of diagnosis 2", { exact: true }).selectOption("1");
  await page.getByLabel("How sure are you").fill("55");
  await page.getByRole("button", { name: "Give this answer" }).click();
  await page.waitForURL("**/sent");
  expect([sent.get("diagnosis-2"), sent.get("rank-2"), sent.get("confidence")]).toEqual([
    "Granuloma annulare",
    "1",
    "55",
  ]);
});

test("an error leads to its field, also where the island drew it", async () => {
  const [page] = await open("answerFaults");
  expect(await page.evaluate("document.activeElement.className")).toBe("error-summary");
  await page.getByRole("link", { name: "are the same diagnosis" }).click();
  expect(await page.evaluate("document.querySelector(':target').textContent")).toContain("tinea");
});

test("on a desk the questions are on the left, and who may see the case beside them", async () => {
  const [page] = await open("ask", { viewport: LOOKS[1].viewport });
  const [left, right] = await Promise.all(
    ["Your question", "Who may see it"].map((name) => page.getByRole("heading", { name }).boundingBox()),
  );
  expect(left?.x).toBeLessThan(200);
  expect(right?.x).toBeGreaterThan(700);
});

test("several photos are taken at once, each described, and sent under names of their own", async () => {
  const [page, complaints] = await open("ask");
  const file = (name: string) => ({ name, mimeType: "image/png", buffer: Buffer.from(`pixels of ${name}`) });
  await page.locator("#photos-add").setInputFiles([file("arm.png"), file("leg.png"), file("back.png")]);
  await page.getByLabel("What photo 1 shows").fill("An arm");
  await page.getByRole("button", { name: "Remove this photo" }).nth(1).click();
  await page.getByLabel("What photo 3 shows").fill("A back");
  await page.locator("#photos-add").setInputFiles([file("foot.png")]);
  // Before axe, which sets inline styles of its own.
  expect(complaints).toEqual([]);
  await expectAccessible(page);
  await screenshot(page, "ui-ask-photos");
  await page.getByRole("button", { name: "See exactly what leaves" }).click();
  await page.waitForURL("**/sent");
  const named = [1, 2, 3, 4].map((number) => sent.get(`photo-${number}`));
  expect(named.map((value) => (value instanceof File ? value.name : value))).toEqual([
    "arm.png",
    "foot.png",
    "back.png",
    null,
  ]);
  expect([sent.get("alt-1"), sent.get("alt-3")]).toEqual(["An arm", "A back"]);
  expect(complaints.filter((complaint) => !complaint.startsWith("Applying inline style"))).toEqual([]);
});

test("images open over the page, zoom and turn by keys, and give the focus back", async () => {
  const [page, complaints] = await open("answered");
  await page.getByRole("link", { name: "Image 2" }).click();
  expect(await page.locator('[data-part="position"]').textContent()).toBe("2 of 3");
  const main = page.locator('[data-part="main"]');
  await main.press("Enter");
  const viewer = page.getByRole("dialog", { name: "Image viewer" });
  await viewer.waitFor();
  await page.keyboard.press("+");
  expect(
    await page.evaluate("getComputedStyle(document.querySelector('.viewer-image')).transform"),
  ).toContain("1.5");
  await page.keyboard.press("0");
  await page.keyboard.press("ArrowRight");
  expect(await viewer.locator(".viewer-caption").textContent()).toContain("3 of 3");
  // Before axe, which sets inline styles of its own.
  expect(complaints).toEqual([]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await viewer.waitFor({ state: "detached" });
  expect(await page.evaluate("document.activeElement.dataset.part")).toBe("main");
  expect(complaints.filter((complaint) => !complaint.startsWith("Applying inline style"))).toEqual([]);
});

test("what is new arrives by itself and is announced", async () => {
  news = "nothing yet";
  const [page, complaints] = await open("live");
  await expect.poll(() => listeners.length).toBe(1);
  news = "one opinion";
  for (const listener of listeners) listener.write("event: refresh\ndata: {}\n\n");
  await page.getByText("one opinion").waitFor();
  expect(await page.getByRole("status").textContent()).toContain("something new");
  // A broken connection is taken up again, and what was missed meanwhile appears.
  news = "two opinions";
  for (const listener of listeners) listener.end();
  await page.getByText("two opinions").waitFor();
  expect(complaints.filter((complaint) => !complaint.includes("ERR_"))).toEqual([]);
});

test("how sure somebody is has to be said: nothing looks chosen before", async () => {
  const [page, complaints] = await open("hidden", { viewport: LOOKS[0].viewport });
  const field = page.locator("input[name=confidence]");
  const slider = page.getByRole("slider");
  expect(await field.inputValue()).toBe("");
  expect(await slider.getAttribute("aria-valuetext")).toBe("not chosen yet");
  await page.getByText("Not chosen yet: touch the line, or type a number.").waitFor();
  expect(await page.evaluate(`getComputedStyle(document.querySelector(".slider")).appearance`)).toBe("none");
  await screenshot(page, "ui-confidence-unchosen");

  // A tap in the middle is an answer, although the slider stands there already.
  await slider.click();
  expect(Number(await field.inputValue())).toBeCloseTo(50, -1);
  expect(await slider.getAttribute("aria-valuetext")).toBe(`${await field.inputValue()} %`);
  expect(await page.evaluate(`getComputedStyle(document.querySelector(".slider")).appearance`)).toBe("auto");
  expect(await page.getByText("Not chosen yet").isVisible()).toBe(false);
  await slider.press("ArrowRight");
  expect(Number(await field.inputValue())).toBeGreaterThan(50);
  await field.fill("85");
  expect(await slider.inputValue()).toBe("85");
  await field.fill("");
  expect(await slider.getAttribute("aria-valuetext")).toBe("not chosen yet");
  expect(complaints).toEqual([]);
});

test("ten diagnoses are taken, and an eleventh is refused in sight, whatever the ranks", async () => {
  const [page] = await open("hidden");
  const input = page.getByLabel("Add a diagnosis");
  for (let number = 1; number <= 11; number += 1) {
    await input.fill(`Diagnosis ${number}`);
    await input.press("Enter");
  }
  await page.getByText("The list holds 10 diagnoses, which is the most.").first().waitFor();
  expect(await page.locator(".ranked-item").count()).toBe(10);
  // What was typed is not lost.
  expect(await input.inputValue()).toBe("Diagnosis 11");
  // Every sign is drawn, none is left to a font.
  expect(await page.locator(".ranked-act svg").count()).toBe(40);
  expect((await page.locator(".ranked-act").allTextContents()).join("")).toBe("");
  await screenshot(page, "ui-ranking-full");
  await input.fill("");
  await page.locator("input[name=confidence]").fill("40");
  await page.getByRole("button", { name: "Give this answer" }).click();
  await page.waitForURL("**/sent");
  const named = Array.from({ length: 11 }, (_, index) => sent.get(`diagnosis-${index + 1}`));
  expect(named).toEqual([...Array.from({ length: 10 }, (_, index) => `Diagnosis ${index + 1}`), null]);
});

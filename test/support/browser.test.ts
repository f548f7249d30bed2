import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible, screenshot, useBrowser } from "./browser.ts";

const browser = useBrowser();
const PAGES: Record<string, string> = {
  "/": `<main><h1>Northfield Hospital</h1><p>Grüße, ½ opinion</p></main>`,
  "/flawed": `<main><h1>Cases</h1><img src="data:," id="rash"></main>`,
};

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const body = PAGES[request.url ?? "/"];
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; img-src data:",
    });
    response.end(`<!doctype html><html lang="en"><title>Northfield</title>${body ?? ""}</html>`);
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

test("opens a page under a name of its own, and keeps a picture of it", async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(origin);
  expect(await page.textContent("h1")).toBe("Northfield Hospital");
  await expectAccessible(page);
  const picture = await readFile(await screenshot(page, "smoke"));
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.readUInt32BE(16)).toBe(390);
});

test("says what is not accessible, and where", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/flawed`);
  await expect(expectAccessible(page)).rejects.toThrow(/flawed is not accessible:\nimage-alt: .*\n {4}#rash/);
});

test("reaches nothing beyond this machine", async () => {
  const page = await browser.newPage();
  await expect(page.goto("http://hospital.example")).rejects.toThrow("ERR_NAME_NOT_RESOLVED");
});

test("two pages do not share cookies", async () => {
  const [one, two] = [await browser.newPage(), await browser.newPage()];
  await one.context().addCookies([{ name: "session", value: "1", url: origin }]);
  expect(await two.context().cookies(origin)).toEqual([]);
});

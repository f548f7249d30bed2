import { afterAll, beforeAll, expect, test } from "vitest";
import { routes } from "#api/routes/routes.ts";
import { at, callApi } from "#test/support/api-client.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";

let house: TestInstance;
beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
});
afterAll(() => house.stop());

test("the OpenAPI document names every endpoint of the table, and only what it names itself", async () => {
  const answer = await callApi(house, "GET", "/api/openapi.json");
  expect(answer.status).toBe(200);
  expect(at(answer, "openapi")).toBe("3.1.0");
  for (const { path, method } of routes) {
    const written = path.replaceAll(/:(\w+)/gu, "{$1}");
    expect(textOf(at(answer, "paths"), written, method.toLowerCase(), "summary"), written).not.toBe("");
  }
  for (const [, ref = ""] of answer.text.matchAll(/"\$ref":"#\/([^"]+)"/gu)) {
    expect(at(answer, ref.replaceAll("/", ".")), ref).toBeDefined();
  }
});

/** The text at these keys, which may hold dots. */
function textOf(value: unknown, ...keys: readonly string[]): string {
  let found = value;
  for (const key of keys) {
    found = new Map<string, unknown>(Object.entries(found ?? {})).get(key);
  }
  if (typeof found !== "string") throw new Error(`There is no text at ${keys.join(" ")}`);
  return found;
}

test("the page lists them in words", async () => {
  const page = await callApi(house, "GET", "/api");
  expect(page.status).toBe(200);
  expect(page.text).toContain("/api/v1/timelines/home");
});

test.each([
  ["GET", "/api/v1/nothing", 404],
  ["POST", "/api/v2/instance", 405],
  ["GET", "/api/v1/push/subscription", 404],
] as const)("%s %s answers %i as JSON", async (method, path, status) => {
  const answer = await callApi(house, method, path);
  expect([answer.status, typeof at(answer, "error")]).toEqual([status, "string"]);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
});

test("what apps in browsers ask before they sign in can be asked from any page", async () => {
  for (const path of [
    "/.well-known/nodeinfo",
    "/nodeinfo/2.1",
    "/.well-known/host-meta",
    "/api/v2/instance",
    "/avatars/heron.png",
  ]) {
    const answer = await callApi(house, "GET", path, { headers: { origin: "https://app.example" } });
    expect([path, answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([
      path,
      200,
      "*",
    ]);
  }
});

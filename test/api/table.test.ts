import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "#api/route.ts";
import { routes } from "#api/routes/routes.ts";
import { SCOPES } from "#domain/scopes.ts";
import {
  type ApiAnswer,
  at,
  callApi,
  getToken,
  listAt,
  registerTestApp,
  textAt,
} from "#test/support/api-client.ts";
import { type ApiHouse, startApiHouse } from "./fixture.ts";
import { type Sample, samplesOf } from "./samples.ts";

let api: ApiHouse;
let samples: Readonly<Record<string, Sample>>;
/** Allows nothing of what any endpoint asks for. */
let pushToken: string;
let appToken: string;
beforeAll(async () => {
  api = await startApiHouse();
  samples = await samplesOf(api);
  pushToken = await getToken(api.house, api.reader.session, "push");
  const app = await registerTestApp(api.house);
  const answer = await callApi(api.house, "POST", "/oauth/token", {
    form: { ...app, grant_type: "client_credentials", scope: "read write push follow" },
  });
  appToken = textAt(answer, "access_token");
}, 120_000);
afterAll(() => api.stop());

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const named = routes.map((entry): [string, Route] => [nameOf(entry), entry]);

const addressOf = (entry: Route, sample: Sample = {}): string =>
  entry.path.replaceAll(/:(\w+)/gu, (_, name: string) => sample.path?.[name] ?? "1") + (sample.query ?? "");

/** Reading first and taking away last, the inner before the outer, so that each finds what it needs. */
const ORDER = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const LAST = [
  /dismiss$|\/clear$|\/(?:un)?block$|unfollow$|remove_from/u,
  /(?:keywords|statuses|v1\/filters)\/:id$/u,
  /(?:lists|v2\/filters)\/:id$/u,
];
const turnOf = ([name, { method }]: [string, Route]): number => {
  const mayBeLast = method === "POST" || method === "DELETE";
  const last = mayBeLast ? LAST.findIndex((pattern) => pattern.test(name)) : -1;
  return last === -1 ? ORDER.indexOf(method) : ORDER.length + last;
};
const inOrder = named.toSorted((one, other) => turnOf(one) - turnOf(other));

function expectHeaders({ headers }: ApiAnswer): void {
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("access-control-expose-headers")).toMatch(/Link.*X-RateLimit-Reset.*X-Request-Id/u);
  expect(Number(headers.get("x-ratelimit-limit"))).toBeGreaterThan(0);
  expect(Number(headers.get("x-ratelimit-remaining"))).toBeGreaterThanOrEqual(0);
  expect(headers.get("x-ratelimit-reset")).toMatch(/^\d{4}-.*Z$/u);
  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/u);
}

function expectError(answer: ApiAnswer, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expect(textAt(answer, "error")).not.toBe("");
  expectHeaders(answer);
}

test("no two entries are the same, and all have words", () => {
  expect(new Set(named.map(([name]) => name)).size).toBe(routes.length);
  for (const { summary, scopes } of routes) {
    expect(summary).not.toBe("");
    for (const scope of scopes) expect(SCOPES).toContain(scope);
  }
});

test.each(named)("%s: preflight", async (_, entry) => {
  const answer = await callApi(api.house, "OPTIONS", addressOf(entry), {
    headers: {
      origin: "https://app.example",
      "access-control-request-method": entry.method,
      "access-control-request-headers": "authorization,idempotency-key",
    },
  });
  expect(answer.status).toBe(204);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("access-control-allow-methods")).toContain(entry.method);
  expect(answer.headers.get("access-control-allow-headers")).toContain("authorization");
});

describe("who may call", () => {
  test.each(named)("%s: a token that is none", async (_, entry) => {
    const answer = await callApi(api.house, entry.method, addressOf(entry), { token: "A".repeat(43) });
    expectError(answer, 401);
    expect(answer.body).toEqual({ error: "The access token is invalid" });
  });

  const closed = named.filter(([, { access }]) => access !== "anyone");
  test.each(closed)("%s: no token", async (_, entry) => {
    expectError(await callApi(api.house, entry.method, addressOf(entry)), 401);
  });

  const personal = named.filter(([, { access }]) => access === "person");
  test.each(personal)("%s: an app's own token", async (_, entry) => {
    expectError(await callApi(api.house, entry.method, addressOf(entry), { token: appToken }), 401);
  });

  const scoped = named.filter(([, { scopes }]) => scopes.length > 0);
  test.each(scoped)("%s: a token that allows something else", async (_, entry) => {
    const answer = await callApi(api.house, entry.method, addressOf(entry), { token: pushToken });
    expectError(answer, 403);
    expect(answer.body).toEqual({ error: "This action is outside the authorized scopes" });
  });
});

describe("lists", () => {
  const lists = named.filter(([, { paged, method }]) => paged && method === "GET");

  test.each(lists)("%s: page by page, both ways", async (name, entry) => {
    const sample = samples[name] ?? {};
    const address = addressOf(entry, sample);
    const idsOf = (answer: ApiAnswer): string[] => itemsOf(answer).map(({ id }) => id);
    const whole = await get(`${address}${address.includes("?") ? "&" : "?"}limit=40`);
    const all = idsOf(whole);
    if (whole.headers.get("link") === null) return;
    const one = (link: string): string => link.replace(/limit=\d+/u, "limit=1");
    const forwards: string[] = [];
    let page = await get(`${address}${address.includes("?") ? "&" : "?"}limit=1`);
    let last = page;
    for (let turn = 0; turn < 60 && idsOf(page).length > 0; turn += 1) {
      forwards.push(...idsOf(page));
      last = page;
      page = await get(one(linkOf(page, "next")));
    }
    expect(forwards).toEqual(all);
    const backwards = [...idsOf(last)];
    page = await get(one(linkOf(last, "prev")));
    for (let turn = 0; turn < 60 && idsOf(page).length > 0; turn += 1) {
      backwards.unshift(...idsOf(page));
      page = await get(one(linkOf(page, "prev")));
    }
    expect(backwards).toEqual(all);
  });

  test.each(lists)("%s: ids and limits that are none", async (name, entry) => {
    const address = addressOf(entry, samples[name]);
    const sign = address.includes("?") ? "&" : "?";
    const nonsense = await get(`${address}${sign}max_id=nonsense&min_id=%00&limit=100000`);
    expect(nonsense.status, nonsense.text).toBeLessThan(500);
    for (const limit of ["0", "-1", "many"]) {
      const answer = await get(`${address}${sign}limit=${limit}`);
      if (answer.status !== 200) expectError(answer, 422);
    }
  });

  test("there are lists with something in them", async () => {
    for (const path of [
      "/api/v1/timelines/home",
      "/api/v1/notifications",
      `/api/v1/accounts/${api.ids.asker}/statuses`,
    ]) {
      expect(listAt(await get(path)).length, path).toBeGreaterThan(0);
    }
  });

  const get = (address: string): Promise<ApiAnswer> =>
    callApi(api.house, "GET", address.replace(api.house.origin, ""), { token: api.token });

  function linkOf({ headers }: ApiAnswer, rel: string): string {
    const link = headers.get("link") ?? "";
    const found = new RegExp(`<([^>]+)>; rel="${rel}"`, "u").exec(link)?.[1];
    if (found === undefined) throw new Error(`No ${rel} in ${link}`);
    return found;
  }

  function itemsOf(answer: ApiAnswer): { readonly id: string }[] {
    const list = Array.isArray(answer.body) ? listAt(answer) : listAt(answer, "notification_groups");
    return list.map((body) => ({
      id: String(at({ body }, "id") ?? at({ body }, "most_recent_notification_id") ?? body),
    }));
  }
});

test.each(inOrder)("%s: answers as its entity says", async (name, entry) => {
  const sample = samples[name] ?? {};
  const token = entry.access === "anyone" && entry.path.startsWith("/oauth") ? undefined : api.token;
  const answer = await callApi(api.house, entry.method, addressOf(entry, sample), { ...sample.call, token });
  const { status = 200 } = sample;
  if (status >= 400) return expectError(answer, status);
  expect(answer.status, answer.text).toBe(status);
  expectHeaders(answer);
  const read = entry.entity.safeParse(answer.body);
  expect(read.error?.issues).toBeUndefined();
  // Nothing that the entity does not name.
  expect(answer.body).toEqual(read.data);
});

test.each(named.filter(([, { method, access }]) => method !== "GET" && access === "person"))(
  "%s: a body that is none",
  async (name, entry) => {
    const address = addressOf(entry, samples[name]);
    for (const body of ["{", "[]", "null", '{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}']) {
      const answer = await callApi(api.house, entry.method, address, {
        token: api.token,
        headers: { "content-type": "application/json" },
        form: new URLSearchParams(body),
      });
      expect(answer.status, answer.text).toBeLessThan(500);
    }
  },
);

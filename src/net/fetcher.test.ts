import { type RequestListener } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { customFetch } from "openid-client";
import { expect, onTestFinished, test, vi } from "vitest";
import { serve } from "#test/support/loopback-server.ts";
import { createFetcher, type Fetcher, type FetcherOptions } from "./fetcher.ts";

function fetcherFor(origins: readonly string[], options: Partial<FetcherOptions> = {}): Fetcher {
  const fetcher = createFetcher({ allowOrigins: origins, userAgent: "Consilium/test", ...options });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

async function house(handler: RequestListener, options: Partial<FetcherOptions> = {}) {
  const server = await serve(handler);
  const origin = `http://northfield.localhost:${server.port}`;
  return { server, origin, fetcher: fetcherFor([origin], options) };
}

const echo: RequestListener = (request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
  request.on("end", () => {
    const { method, url, headers } = request;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, url, headers, body }));
  });
};

test("a standard Response comes back, with its address", async () => {
  const { origin, fetcher } = await house((_, response) => {
    response.writeHead(201, "Made", { "x-one": "1", "set-cookie": ["a=1", "b=2"] });
    response.end('{"ok":true}');
  });
  const response = await fetcher.fetch(`${origin}/path?q=1#part`);
  expect(response).toBeInstanceOf(Response);
  expect([response.status, response.statusText, response.redirected]).toEqual([201, "Made", false]);
  expect(response.url).toBe(`${origin}/path?q=1#part`);
  expect(response.headers.get("x-one")).toBe("1");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  const copy = response.clone();
  expect(copy.url).toBe(response.url);
  expect(await copy.json()).toEqual({ ok: true });
  expect(await response.json()).toEqual({ ok: true });
});

test.each([202, 204, 205, 304, 404, 500])("a bodiless %i is a Response without a body", async (status) => {
  const { origin, fetcher } = await house((_, response) => response.writeHead(status).end());
  const response = await fetcher.fetch(origin, { method: "POST", body: "x" });
  expect(response.status).toBe(status);
  expect(await response.text()).toBe("");
});

test("HEAD has headers only", async () => {
  const { origin, fetcher } = await house((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": "5000000", "x-one": "1" }).end();
  });
  const response = await fetcher.fetch(origin, { method: "HEAD" });
  expect(response.headers.get("x-one")).toBe("1");
});

test("method, headers and body arrive as the caller set them; the client's own headers do not pass", async () => {
  const { origin, fetcher } = await house(echo);
  const response = await fetcher.fetch(`${origin}/inbox?a=b`, {
    method: "post",
    body: new TextEncoder().encode("é"),
    headers: { Signature: "s", Host: "elsewhere.example", "Content-Length": "99", "Transfer-Encoding": "x" },
  });
  expect(await response.json()).toMatchObject({
    method: "POST",
    url: "/inbox?a=b",
    body: "é",
    headers: {
      signature: "s",
      host: new URL(origin).host,
      "content-length": "2",
      "user-agent": "Consilium/test",
      "accept-encoding": "gzip, br",
    },
  });
});

test("a standard Request is sent whole, and init overrides it", async () => {
  const { origin, fetcher } = await house(echo);
  const request = new Request(origin, { method: "PUT", body: "one", headers: { "user-agent": "Signed/1" } });
  const first = await fetcher.fetch(request);
  expect(await first.json()).toMatchObject({
    method: "PUT",
    body: "one",
    headers: { "user-agent": "Signed/1", "content-type": "text/plain;charset=UTF-8" },
  });
  const form = new URLSearchParams({ code: "1 2" });
  const second = await fetcher.fetch(new Request(origin, { headers: { a: "1" } }), {
    method: "POST",
    headers: [
      ["b", "2"],
      ["B", "3"],
    ],
    body: form,
  });
  const echoed: unknown = await second.json();
  expect(echoed).toMatchObject({ method: "POST", body: "code=1+2", headers: { b: "2, 3" } });
  expect(echoed).not.toHaveProperty("headers.a");
  expect(echoed).toHaveProperty("headers.content-type", "application/x-www-form-urlencoded;charset=UTF-8");
});

test("libraries take the function as their fetch", () => {
  const { fetch } = fetcherFor([]);
  const forOpenId: { [customFetch]?: import("openid-client").CustomFetch } = { [customFetch]: fetch };
  const forJose: import("jose").FetchImplementation = fetch;
  expect([forOpenId[customFetch], forJose]).toEqual([fetch, fetch]);
});

test.each([
  ["gzip", gzipSync("plain text")],
  ["x-gzip", gzipSync("plain text")],
  ["GZIP", gzipSync("plain text")],
  ["br", brotliCompressSync("plain text")],
  ["identity", Buffer.from("plain text")],
])("%s is undone, and the headers say so", async (coding, body) => {
  const { origin, fetcher } = await house((_, response) => {
    response.writeHead(200, { "content-encoding": coding, "content-length": body.length }).end(body);
  });
  const response = await fetcher.fetch(origin);
  expect(await response.text()).toBe("plain text");
  expect(response.headers.has("content-encoding")).toBe(false);
  expect(response.headers.has("content-length")).toBe(false);
});

test("connections are kept, and no more than the given number are opened to one origin", async () => {
  const waiting: (() => void)[] = [];
  const { server, origin, fetcher } = await house(
    (request, response) => {
      const answer = (): unknown => response.end("ok");
      if (request.url === "/wait") waiting.push(answer);
      else answer();
    },
    { connectionsPerOrigin: 3 },
  );
  for (let count = 0; count < 10; count++) await fetcher.fetch(origin);
  // The client lets a connection rest for a turn of the event loop, so that two take turns.
  expect(server.connections()).toBeLessThanOrEqual(2);
  const all = Promise.all(Array.from({ length: 6 }, () => fetcher.fetch(`${origin}/wait`)));
  await vi.waitFor(() => expect(waiting).toHaveLength(3), 10_000);
  for (let answered = 0; answered < 6; answered++) {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(answered), 10_000);
    waiting[answered]?.();
  }
  await all;
  expect(server.connections()).toBe(3);
});

test("a caller aborts before, while waiting for the answer, and during the body", async () => {
  const asked: string[] = [];
  const { server, origin, fetcher } = await house((request, response) => {
    asked.push(request.url ?? "");
    if (request.url === "/body") response.write("some");
  });
  const reason = new Error("no longer needed");
  await expect(fetcher.fetch(origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(server.connections()).toBe(0);
  for (const path of ["/wait", "/body"]) {
    const controller = new AbortController();
    const fetched = fetcher.fetch(`${origin}${path}`, { signal: controller.signal });
    await vi.waitFor(() => expect(asked).toContain(path), 10_000);
    controller.abort(reason);
    await expect(fetched).rejects.toBe(reason);
  }
  const controller = new AbortController();
  const byRequest = fetcher.fetch(new Request(`${origin}/request`, { signal: controller.signal }));
  await vi.waitFor(() => expect(asked).toContain("/request"), 10_000);
  controller.abort();
  await expect(byRequest).rejects.toMatchObject({ name: "AbortError" });
});

test("a signal that outlives its requests keeps none of them", async () => {
  const { origin, fetcher } = await house((_, response) => response.end());
  const { signal } = new AbortController();
  const removed = vi.spyOn(signal, "removeEventListener");
  for (let count = 0; count < 3; count++) await fetcher.fetch(origin, { signal });
  expect(removed).toHaveBeenCalledTimes(3);
});

test("proxies named in the environment are not used", async () => {
  const proxy = await serve((_, response) => response.end("proxy"));
  for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"]) {
    vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`);
  }
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { origin, fetcher } = await house((_, response) => response.end("direct"));
  expect(await (await fetcher.fetch(origin)).text()).toBe("direct");
  expect(proxy.connections()).toBe(0);
});

test("closing lets what is under way finish and refuses the rest", async () => {
  let answer: (() => void) | undefined;
  const { origin, fetcher } = await house((_, response) => {
    answer = () => response.end("done");
  });
  const underWay = fetcher.fetch(origin);
  await vi.waitFor(() => expect(answer).toBeDefined(), 10_000);
  const closed = fetcher.close();
  await expect(fetcher.fetch(origin)).rejects.toMatchObject({ code: "closed", retryable: true });
  answer?.();
  expect(await (await underWay).text()).toBe("done");
  await closed;
});

test.each([
  "northfield.localhost:4001",
  "https://a.example/",
  "https://a.example:443",
  "ftp://a.example",
  "*",
  "",
])("%s is not an exact origin", (origin) => {
  expect(() => createFetcher({ allowOrigins: [origin], userAgent: "x" })).toThrow(/exact origin/);
});

test.each([
  ["no address", "/relative", {}],
  ["a header that breaks the line", "https://a.example", { headers: { a: "b\r\nc: d" } }],
  ["a method that is none", "https://a.example", { method: "G E T" }],
])("%s is refused as the caller's mistake", async (_, url, init) => {
  await expect(fetcherFor([]).fetch(url, init)).rejects.toMatchObject({
    code: "request-invalid",
    retryable: false,
  });
});

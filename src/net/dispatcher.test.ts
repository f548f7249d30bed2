import { type RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import {
  type Dispatcher,
  fetch as undiciFetch,
  getGlobalDispatcher,
  request,
  setGlobalDispatcher,
} from "undici";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { serve, serveRaw } from "#test/support/loopback-server.ts";
import { NetError } from "./errors.ts";
import { createFetcher, type FetcherOptions } from "./fetcher.ts";

async function house(handler: RequestListener, options: Partial<FetcherOptions> = {}) {
  const server = await serve(handler);
  const origin = `http://northfield.localhost:${server.port}`;
  const fetcher = createFetcher({
    allowOrigins: [origin],
    userAgent: "Consilium/test",
    timeoutMs: 5000,
    maxBytes: 10_000,
    ...options,
  });
  onTestFinished(() => fetcher.close());
  return { server, origin, dispatcher: fetcher.dispatcher };
}

const usual = getGlobalDispatcher();
afterEach(() => setGlobalDispatcher(usual));

type Client = (url: string, dispatcher: Dispatcher, headers?: Record<string, string>) => Promise<string>;

const clients: readonly [string, Client][] = [
  [
    "the process's fetch",
    async (url, dispatcher, headers = {}) => {
      setGlobalDispatcher(dispatcher);
      return (await fetch(url, { headers })).text();
    },
  ],
  [
    "undici's fetch",
    async (url, dispatcher, headers = {}) => (await undiciFetch(url, { dispatcher, headers })).text(),
  ],
  [
    "undici's request",
    async (url, dispatcher, headers = {}) => (await request(url, { dispatcher, headers })).body.text(),
  ],
];

/** The NetError, which fetch wraps. */
const code = async (failing: Promise<unknown>): Promise<unknown> => {
  try {
    await failing;
    return "no error";
  } catch (error) {
    const inner = error instanceof NetError || !(error instanceof Error) ? error : error.cause;
    return inner instanceof NetError ? inner.code : error;
  }
};

test.each(clients)("%s works through it, with this house's user agent and no coding", async (_, get) => {
  const { origin, dispatcher } = await house((asked, response) =>
    response.end(JSON.stringify(asked.headers)),
  );
  const headers: unknown = JSON.parse(
    await get(origin, dispatcher, { accept: "a/b", "accept-encoding": "gzip" }),
  );
  expect(headers).toMatchObject({
    accept: "a/b",
    "user-agent": "Consilium/test",
    "accept-encoding": "identity",
  });
  expect(JSON.parse(await get(origin, dispatcher, { "user-agent": "Own/1" }))).toMatchObject({
    "user-agent": "Own/1",
  });
});

test.each(clients)("%s is held to the rules and limits", async (_, get) => {
  const { server, origin, dispatcher } = await house(
    (asked, response) => {
      if (asked.url === "/long") response.end("x".repeat(10_001));
      else if (asked.url === "/bomb")
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x"));
      else if (asked.url === "/drip") response.write("x");
      else if (asked.url === "/hints") {
        response.writeEarlyHints({ link: "</a>; rel=preload" });
        response.writeEarlyHints({ link: "</b>; rel=preload" });
        response.end("after hints");
      } else response.end("x".repeat(10_000));
    },
    { timeoutMs: 300 },
  );
  expect(await get(origin, dispatcher)).toHaveLength(10_000);
  expect(await get(`${origin}/hints`, dispatcher)).toBe("after hints");
  expect(await code(get(`${origin}/long`, dispatcher))).toBe("too-large");
  expect(await code(get(`${origin}/bomb`, dispatcher))).toBe("bad-response");
  expect(await code(get(`${origin}/drip`, dispatcher))).toBe("timeout");
  expect(await code(get(`http://127.0.0.1:${server.port}`, dispatcher))).toBe("scheme-refused");
  expect(await code(get(`https://127.0.0.1:${server.port}`, dispatcher))).toBe("address-refused");
});

test.each(clients)("%s may wait for a connection on its own time", async (_, get) => {
  let held = 0;
  const { origin, dispatcher } = await house(() => held++, { connectionsPerOrigin: 1, timeoutMs: 200 });
  const first = code(get(origin, dispatcher));
  await vi.waitFor(() => expect(held).toBe(1), 10_000);
  expect(await Promise.all([first, code(get(origin, dispatcher))])).toEqual(["timeout", "timeout"]);
});

test("fetch's own redirects come through it hop by hop", async () => {
  const inside = await serve((_, response) => response.end("inside"));
  const { origin, dispatcher } = await house((_, response) => {
    response.writeHead(302, { location: `https://127.0.0.1:${inside.port}/` }).end();
  });
  expect(await code(undiciFetch(origin, { dispatcher }))).toBe("address-refused");
  expect(inside.connections()).toBe(0);
});

test.each(clients)("%s learns of a body that breaks in the packet of its headers", async (_, get) => {
  const server = await serveRaw((socket) => {
    socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"));
  });
  const origin = `http://hostile.localhost:${server.port}`;
  const fetcher = createFetcher({ allowOrigins: [origin], userAgent: "Consilium/test" });
  onTestFinished(() => fetcher.close());
  expect(await code(get(origin, fetcher.dispatcher))).toBe("bad-response");
});

test("it opens no tunnels", async () => {
  const { server, origin, dispatcher } = await house((_, response) => response.end());
  const { host } = new URL(origin);
  expect(await code(dispatcher.connect({ origin, path: host }))).toBe("request-invalid");
  expect(await code(request(origin, { dispatcher, method: "GET", upgrade: "websocket" }))).toBe(
    "request-invalid",
  );
  expect(server.connections()).toBe(0);
});

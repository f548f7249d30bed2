import { randomBytes } from "node:crypto";
import { type RequestListener } from "node:http";
import { type Socket } from "node:net";
import { Readable } from "node:stream";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { type LoopbackServer, serve, serveRaw } from "#test/support/loopback-server.ts";
import { createFetcher, type Fetcher, type FetcherOptions } from "./fetcher.ts";

const LIMIT = 100_000;

const originOf = (server: LoopbackServer): string => `http://hostile.localhost:${server.port}`;

function fetcherFor(server: LoopbackServer, options: Partial<FetcherOptions> = {}): Fetcher {
  const fetcher = createFetcher({
    allowOrigins: [originOf(server)],
    userAgent: "Consilium/test",
    maxBytes: LIMIT,
    ...options,
  });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

/** Says `start`, then `piece` for as long as it is listened to. */
function forever(start: string, piece: string, everyMs: number): (socket: Socket) => void {
  return (socket) => {
    socket.once("data", () => {
      socket.write(start);
      const timer = setInterval(() => socket.write(piece), everyMs);
      socket.on("close", () => clearInterval(timer));
    });
  };
}

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;

test.each([
  ["never answers", forever("", "", 1000)],
  ["drips its headers", forever(OK, "a: b\r\n", 5)],
  ["promises without end", forever("", "HTTP/1.1 103 Early Hints\r\n\r\n", 1)],
  ["drips its body", forever(CHUNKED, "1\r\nx\r\n", 5)],
  ["drips a body without a length", forever(`${OK}\r\n`, "x", 5)],
  ["drips empty gzip", forever(`${OK}content-encoding: gzip\r\ncontent-length: 99999\r\n\r\n`, "\0", 5)],
  ["stops within its body", forever(`${OK}content-length: 10\r\n\r\n12345`, "", 1000)],
])("a server that %s is left when the time is up", async (_, hostile) => {
  let isClosed = false;
  const server = await serveRaw((socket) => {
    hostile(socket);
    socket.on("close", () => (isClosed = true));
  });
  const fetched = fetcherFor(server, { timeoutMs: 150 }).fetch(originOf(server));
  await expect(fetched).rejects.toMatchObject({ code: "timeout", retryable: true });
  await vi.waitFor(() => expect(isClosed).toBe(true), 10_000);
});

test("the time counts over all redirects together, and a request may set its own", async () => {
  const server = await serve((request, response) => {
    const hop = Number(new URL(request.url ?? "", originOf(server)).searchParams.get("hop"));
    const timer = setTimeout(() => response.writeHead(302, { location: `/?hop=${hop + 1}` }).end(), 80);
    response.on("close", () => clearTimeout(timer));
  });
  const fetcher = fetcherFor(server, { timeoutMs: 200 });
  await expect(fetcher.fetch(originOf(server))).rejects.toMatchObject({ code: "timeout" });
  const longer = fetcher.fetch(originOf(server), { timeoutMs: 20_000 });
  await expect(longer).rejects.toMatchObject({ code: "too-many-redirects" });
});

test("a handshake that does not come costs the connect timeout only", async () => {
  const server = await serveRaw(() => undefined);
  const origin = `https://silent.localhost:${server.port}`;
  const fetcher = fetcherFor(server, { allowOrigins: [origin], connectTimeoutMs: 100 });
  await expect(fetcher.fetch(origin)).rejects.toMatchObject({ code: "connect", retryable: true });
});

test("a request that waits for a connection waits on its own time, and does not harm the next", async () => {
  const held: (() => void)[] = [];
  const server = await serve((request, response) => {
    if (request.url === "/held") held.push(() => response.end("held"));
    else response.end("next");
  });
  const fetcher = fetcherFor(server, { connectionsPerOrigin: 1 });
  const first = fetcher.fetch(`${originOf(server)}/held`);
  await vi.waitFor(() => expect(held).toHaveLength(1), 10_000);
  const second = fetcher.fetch(`${originOf(server)}/late`, { timeoutMs: 50 });
  const third = fetcher.fetch(`${originOf(server)}/next`);
  await expect(second).rejects.toMatchObject({ code: "timeout" });
  held[0]?.();
  expect(await (await first).text()).toBe("held");
  expect(await (await third).text()).toBe("next");
  expect(server.connections()).toBe(1);
});

test.each<[string, RequestListener]>([
  ["has no end", (_, response) => void endless().pipe(response)],
  ["is longer than it may be", (_, response) => response.end(Buffer.alloc(LIMIT + 1))],
  ["is a gzip bomb", coded("gzip", gzipSync(Buffer.alloc(20_000_000)))],
  ["is a brotli bomb", coded("br", brotliCompressSync(Buffer.alloc(20_000_000)))],
  ["is a deflate bomb", coded("deflate", deflateSync(Buffer.alloc(20_000_000)))],
  ["is one byte too long when decoded", coded("gzip", gzipSync(Buffer.alloc(LIMIT + 1)))],
])("a body that %s is cut off", async (_, handler) => {
  const server = await serve(handler);
  await expect(fetcherFor(server).fetch(originOf(server))).rejects.toMatchObject({
    code: "too-large",
    retryable: false,
  });
});

const endless = (): Readable =>
  new Readable({
    read() {
      this.push(Buffer.alloc(10_000));
    },
  });

function coded(coding: string, body: Buffer): RequestListener {
  return (_, response) => response.writeHead(200, { "content-encoding": coding }).end(body);
}

test("a body of exactly the limit comes whole, plain, coded and in many small pieces", async () => {
  const body = randomBytes(LIMIT / 2).toString("hex");
  const server = await serve((request, response) => {
    if (request.url === "/coded") coded("gzip", gzipSync(body))(request, response);
    else if (request.url === "/pieces") {
      for (const piece of body) response.write(piece);
      response.end();
    } else response.end(body);
  });
  const fetcher = fetcherFor(server);
  for (const path of ["/", "/coded", "/pieces"]) {
    expect(await (await fetcher.fetch(`${originOf(server)}${path}`)).text()).toBe(body);
  }
  await expect(fetcher.fetch(originOf(server), { maxBytes: LIMIT - 1 })).rejects.toMatchObject({
    code: "too-large",
  });
});

test.each([
  ["a large one", `x-large: ${"x".repeat(40_000)}\r\n`],
  ["many", Array.from({ length: 1000 }, (_, at) => `x-${at}: ${"x".repeat(40)}\r\n`).join("")],
])("response headers beyond the limit are refused: %s", async (_, headers) => {
  const server = await serveRaw((socket) => {
    socket.once("data", () => socket.write(`${OK}${headers}content-length: 0\r\n\r\n`));
  });
  await expect(fetcherFor(server).fetch(originOf(server))).rejects.toMatchObject({ code: "too-large" });
});

test.each([
  ["is not HTTP", "SSH-2.0-OpenSSH\r\n\r\n", "bad-response"],
  ["has a status of its own", "HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n", "bad-response"],
  ["has a status below all", "HTTP/1.1 099 No\r\ncontent-length: 0\r\n\r\n", "interrupted"],
  ["switches protocols", "HTTP/1.1 101 Up\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", "interrupted"],
  ["has two lengths", `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\n12`, "bad-response"],
  ["has broken chunks", `${CHUNKED}zz\r\n`, "bad-response"],
  [
    "is in a coding nobody asked for",
    `${OK}content-encoding: zstd\r\ncontent-length: 1\r\n\r\nx`,
    "bad-response",
  ],
  ["is coded twice", `${OK}content-encoding: gzip, gzip\r\ncontent-length: 1\r\n\r\nx`, "bad-response"],
  ["is not what it says", `${OK}content-encoding: gzip\r\ncontent-length: 1\r\n\r\nx`, "bad-response"],
])("an answer that %s is refused", async (_, answer, code) => {
  const server = await serveRaw((socket) => {
    socket.once("data", () => socket.write(answer));
  });
  await expect(fetcherFor(server).fetch(originOf(server))).rejects.toMatchObject({ code, retryable: true });
});

test("odd bytes in status text and headers do not cost the answer", async () => {
  const server = await serveRaw((socket) => {
    socket.once("data", () =>
      socket.write("HTTP/1.1 200 Sjögren ✓\x01\r\nx-name: Sjögren ✓\r\ncontent-length: 2\r\n\r\nok"),
    );
  });
  const response = await fetcherFor(server).fetch(originOf(server));
  expect([response.status, response.statusText, await response.text()]).toEqual([200, "", "ok"]);
  const name = Buffer.from(response.headers.get("x-name") ?? "", "latin1");
  expect(name.toString("utf8")).toBe("Sjögren ✓");
});

test.each([
  ["at once", ""],
  ["within its headers", `${OK}a: b`],
  ["within its body", `${OK}content-length: 10\r\n\r\n12345`],
])("a server that hangs up %s may be asked again", async (_, answer) => {
  const server = await serveRaw((socket) => {
    socket.once("data", () => socket.end(answer));
  });
  await expect(fetcherFor(server).fetch(originOf(server))).rejects.toMatchObject({
    code: "interrupted",
    retryable: true,
  });
});

import { type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { type LoopbackServer, serve } from "#test/support/loopback-server.ts";
import { createFetcher, type Fetcher } from "./fetcher.ts";

const originOf = (server: LoopbackServer): string => `http://northfield.localhost:${server.port}`;

function fetcherFor(...servers: readonly LoopbackServer[]): Fetcher {
  const fetcher = createFetcher({ allowOrigins: servers.map(originOf), userAgent: "Consilium/test" });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

const to =
  (location: string, status = 302): RequestListener =>
  (_, response) =>
    response.writeHead(status, { location }).end("moved");

/** Answers with what it was asked; `/STATUS/REST` redirects to `/REST` first. */
const echo: RequestListener = (request, response) => {
  const hop = /^\/(30\d)(\/.*)$/.exec(request.url ?? "");
  if (hop?.[1] !== undefined && hop[2] !== undefined) {
    request.resume();
    response.writeHead(Number(hop[1]), { location: hop[2] }).end();
    return;
  }
  let body = "";
  request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
  request.on("end", () => {
    response.end(
      JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }),
    );
  });
};

test.each([
  ["GET", 301, "GET", ""],
  ["GET", 303, "GET", ""],
  ["POST", 301, "GET", ""],
  ["POST", 302, "GET", ""],
  ["POST", 303, "GET", ""],
  ["PUT", 303, "GET", ""],
  ["PUT", 302, "PUT", "body"],
  ["POST", 307, "POST", "body"],
  ["POST", 308, "POST", "body"],
])("%s after %i becomes %s", async (method, status, then, body) => {
  const server = await serve(echo);
  const response = await fetcherFor(server).fetch(`${originOf(server)}/${status}/end?q=1`, {
    method,
    body: method === "GET" ? null : "body",
    headers: { "content-type": "text/x", digest: "d", signature: "s" },
  });
  expect([response.url, response.redirected]).toEqual([`${originOf(server)}/end?q=1`, true]);
  const echoed: unknown = await response.json();
  expect(echoed).toMatchObject({ method: then, url: "/end?q=1", body, headers: { signature: "s" } });
  const keepsBodyHeaders = then === method;
  expect(JSON.stringify(echoed).includes("text/x")).toBe(keepsBodyHeaders);
  expect(JSON.stringify(echoed).includes("digest")).toBe(keepsBodyHeaders);
});

test("what proves who asks stays with its origin", async () => {
  const second = await serve(echo);
  const first = await serve(to(`${originOf(second)}/end`, 307));
  const response = await fetcherFor(first, second).fetch(originOf(first), {
    method: "POST",
    body: "body",
    headers: {
      Authorization: "a",
      Signature: "s",
      "Signature-Input": "i",
      Cookie: "c",
      DPoP: "d",
      accept: "x",
    },
  });
  const echoed: unknown = await response.json();
  expect(echoed).toMatchObject({
    body: "body",
    headers: { accept: "x", host: new URL(originOf(second)).host },
  });
  for (const name of ["authorization", "signature", "signature-input", "cookie", "dpop"]) {
    expect(echoed).not.toHaveProperty(["headers", name]);
  }
});

test("three redirects are followed, a fourth is not, nor is a loop", async () => {
  const server = await serve(echo);
  const fetcher = fetcherFor(server);
  const three = await fetcher.fetch(`${originOf(server)}/301/302/307/end`);
  expect(await three.json()).toMatchObject({ url: "/end" });
  const refused = { code: "too-many-redirects", retryable: false };
  await expect(fetcher.fetch(`${originOf(server)}/301/302/307/308/end`)).rejects.toMatchObject(refused);
  const asked: (string | undefined)[] = [];
  const loop = await serve((request, response) => {
    asked.push(request.url);
    to("/loop")(request, response);
  });
  await expect(fetcherFor(loop).fetch(`${originOf(loop)}/loop`)).rejects.toMatchObject(refused);
  expect(asked).toHaveLength(4);
});

test.each([
  ["another port of loopback over http", (port: number) => `http://127.0.0.1:${port}/`, "scheme-refused"],
  ["loopback over https", (port: number) => `https://127.0.0.1:${port}/`, "address-refused"],
  ["localhost over https", (port: number) => `https://inside.localhost:${port}/`, "address-refused"],
  ["loopback in disguise", (port: number) => `https://[::ffff:7f00:1]:${port}/`, "address-refused"],
  ["a relative scheme's loopback", (port: number) => `//127.0.0.1:${port}/`, "scheme-refused"],
  ["a file", () => "file:///etc/passwd", "scheme-refused"],
  ["an address with credentials", (port: number) => `https://a:b@public.example:${port}/`, "request-invalid"],
  ["what is not an address", () => "https://[", "bad-response"],
])("a redirect to %s is refused", async (_, location, code) => {
  const inside = await serve((_request, response) => response.end("inside"));
  const server = await serve(to(location(inside.port)));
  await expect(fetcherFor(server).fetch(originOf(server))).rejects.toMatchObject({ code });
  expect(inside.connections()).toBe(0);
});

test("the caller may want to see redirects, or none at all", async () => {
  const server = await serve(to("/end"));
  const fetcher = fetcherFor(server);
  const seen = await fetcher.fetch(originOf(server), { redirect: "manual" });
  expect([seen.status, seen.headers.get("location"), seen.url]).toEqual([
    302,
    "/end",
    `${originOf(server)}/`,
  ]);
  for (const refused of [
    fetcher.fetch(originOf(server), { redirect: "error" }),
    fetcher.fetch(new Request(originOf(server), { redirect: "error" })),
  ]) {
    await expect(refused).rejects.toMatchObject({ code: "redirect-refused" });
  }
});

test.each([300, 304, 302])("a %i that leads nowhere is the response itself", async (status) => {
  const server = await serve((_, response) => response.writeHead(status).end());
  expect((await fetcherFor(server).fetch(originOf(server))).status).toBe(status);
});

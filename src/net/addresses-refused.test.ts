import { expect, onTestFinished, test } from "vitest";
import { serve } from "#test/support/loopback-server.ts";
import { createFetcher, type Fetcher, type FetcherOptions } from "./fetcher.ts";
import { type Resolve } from "./resolver.ts";

function fetcherFor(allowOrigins: readonly string[], options: Partial<FetcherOptions> = {}): Fetcher {
  const fetcher = createFetcher({ allowOrigins, userAgent: "Consilium/test", ...options });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

const leadsTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

const SPELLINGS = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "2130706433",
  "0177.0.0.1",
  "017700000001",
  "0x7f.0.0.1",
  "0x7f000001",
  "%31%32%37.0.0.1",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "127.255.255.254",
  "0",
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fd00::1]",
  "[fe80::1]",
  "localhost",
  "localhost.",
  "LOCALHOST",
  "northfield.localhost",
  "northfield.localhost.",
];

test.each(SPELLINGS)(
  "https://%s is refused without a connection, by fetch and by dispatcher",
  async (host) => {
    const server = await serve((_, response) => response.end("inside"));
    const fetcher = fetcherFor([], { resolve: leadsTo("127.0.0.1") });
    const url = `https://${host}:${server.port}/`;
    const refused = { code: "address-refused", retryable: false };
    await expect(fetcher.fetch(url)).rejects.toMatchObject(refused);
    await expect(
      fetcher.dispatcher.request({ origin: new URL(url).origin, path: "/", method: "GET" }),
    ).rejects.toMatchObject(refused);
    expect(server.connections()).toBe(0);
  },
);

test.each(["http://127.0.0.1", "http://northfield.localhost", "http://public.example"])(
  "%s is refused for its scheme",
  async (address) => {
    const server = await serve((_, response) => response.end("inside"));
    const fetcher = fetcherFor([], { resolve: leadsTo("1.1.1.1") });
    await expect(fetcher.fetch(`${address}:${server.port}/`)).rejects.toMatchObject({
      code: "scheme-refused",
    });
    expect(server.connections()).toBe(0);
  },
);

test.each([
  "file:///etc/passwd",
  "data:text/plain,x",
  "ftp://public.example/",
  "ws://public.example/",
  "blob:x",
])("%s is refused for its scheme", async (address) => {
  await expect(fetcherFor([]).fetch(address)).rejects.toMatchObject({ code: "scheme-refused" });
});

test.each([
  "https://public.example@127.0.0.1/",
  "https://user:hunter2@public.example/",
  "https://:hunter2@a.example/",
])("%s is refused for its credentials, which the error does not repeat", async (address) => {
  const fetched = fetcherFor([], { resolve: leadsTo("1.1.1.1") }).fetch(address);
  await expect(fetched).rejects.toMatchObject({ code: "request-invalid" });
  await expect(fetched).rejects.not.toThrow(/hunter2/);
});

test.each([
  ["a private address", ["127.0.0.1"]],
  ["one public and one private address", ["1.1.1.1", "127.0.0.1"]],
  ["a mapped private address", ["::ffff:127.0.0.1"]],
])("a name that leads to %s is refused without a connection", async (_, addresses) => {
  const server = await serve((_request, response) => response.end("inside"));
  const fetcher = fetcherFor([], { resolve: leadsTo(...addresses) });
  await expect(fetcher.fetch(`https://inside.example:${server.port}/`)).rejects.toMatchObject({
    code: "address-refused",
  });
  expect(server.connections()).toBe(0);
});

test("a name is resolved once a connection, and the address that was checked is the one connected to", async () => {
  const server = await serve((request, response) => response.end(request.socket.localAddress));
  const answers = ["127.0.0.1", "127.0.0.2"];
  let asked = 0;
  const origin = `http://rebinding.example:${server.port}`;
  const fetcher = fetcherFor([origin], {
    connectionsPerOrigin: 1,
    resolve: (name) => leadsTo(answers[asked++] ?? "127.0.0.3")(name),
  });
  expect(await (await fetcher.fetch(origin)).text()).toBe("127.0.0.1");
  expect(await (await fetcher.fetch(origin)).text()).toBe("127.0.0.1");
  expect([asked, server.connections()]).toEqual([1, 1]);
});

test("a listed origin is allowed exactly: not another port, scheme or name of the same address", async () => {
  const server = await serve((_, response) => response.end("inside"));
  const other = await serve((_, response) => response.end("inside"));
  const fetcher = fetcherFor([`http://northfield.localhost:${server.port}`]);
  expect((await fetcher.fetch(`http://NORTHFIELD.localhost:${server.port}/`)).ok).toBe(true);
  for (const [address, code] of [
    [`http://northfield.localhost:${other.port}`, "scheme-refused"],
    [`http://southbank.localhost:${server.port}`, "scheme-refused"],
    [`http://northfield.localhost.:${server.port}`, "scheme-refused"],
    [`http://127.0.0.1:${server.port}`, "scheme-refused"],
    [`https://northfield.localhost:${server.port}`, "address-refused"],
  ] as const) {
    await expect(fetcher.fetch(address), address).rejects.toMatchObject({ code });
  }
  expect(other.connections()).toBe(0);
});

test("a listed origin may be public in name and private in address", async () => {
  const server = await serve((_, response) => response.end("inside"));
  const origin = `http://cases.hospital.example:${server.port}`;
  const fetcher = fetcherFor([origin], { resolve: leadsTo("127.0.0.1") });
  expect(await (await fetcher.fetch(origin)).text()).toBe("inside");
});

test("a name that does not resolve, and a port where nobody listens, may be tried again", async () => {
  const fetcher = fetcherFor(["http://127.0.0.1:1"], {
    resolve: () => Promise.reject(new Error("SERVFAIL")),
  });
  await expect(fetcher.fetch("https://nowhere.example")).rejects.toMatchObject({
    code: "dns",
    retryable: true,
  });
  await expect(fetcher.fetch("http://127.0.0.1:1")).rejects.toMatchObject({
    code: "connect",
    retryable: true,
  });
});

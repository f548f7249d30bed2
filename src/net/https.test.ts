import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { selfSigned } from "#test/support/certificate.ts";
import { serve, serveTls } from "#test/support/loopback-server.ts";
import { createFetcher, type Fetcher } from "./fetcher.ts";

const NAME = "cases.hospital.example";
const identity = selfSigned(NAME);

function fetcherFor(...allowOrigins: readonly string[]): Fetcher {
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  const fetcher = createFetcher({ allowOrigins, userAgent: "Consilium/test", resolve });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

describe("over TLS", () => {
  const before = tls.getCACertificates("default");
  beforeAll(() => tls.setDefaultCACertificates([...before, identity.cert]));
  afterAll(() => tls.setDefaultCACertificates(before));

  test("a listed https origin is fetched by its name, HTTP/1.1", async () => {
    const server = await serveTls(identity, (request, response) => {
      response.end(`${request.headers.host ?? ""} ${request.httpVersion}`);
    });
    const origin = `https://${NAME}:${server.port}`;
    expect(await (await fetcherFor(origin).fetch(origin)).text()).toBe(`${NAME}:${server.port} 1.1`);
  });

  test("a certificate for another name is refused", async () => {
    const server = await serveTls(identity, (_, response) => response.end("inside"));
    const origin = `https://other.hospital.example:${server.port}`;
    await expect(fetcherFor(origin).fetch(origin)).rejects.toMatchObject({
      code: "connect",
      retryable: true,
    });
  });

  test("a redirect from https to http is refused unless that origin is listed", async () => {
    const plain = await serve((_, response) => response.end("plain"));
    const plainOrigin = `http://${NAME}:${plain.port}`;
    const server = await serveTls(identity, (_, response) => {
      response.writeHead(302, { location: plainOrigin }).end();
    });
    const origin = `https://${NAME}:${server.port}`;
    await expect(fetcherFor(origin).fetch(origin)).rejects.toMatchObject({ code: "scheme-refused" });
    expect(plain.connections()).toBe(0);
    expect(await (await fetcherFor(origin, plainOrigin).fetch(origin)).text()).toBe("plain");
  });
});

test("a certificate that nobody vouches for is refused", async () => {
  const server = await serveTls(selfSigned(NAME), (_, response) => response.end("inside"));
  const origin = `https://${NAME}:${server.port}`;
  await expect(fetcherFor(origin).fetch(origin)).rejects.toMatchObject({ code: "connect" });
});

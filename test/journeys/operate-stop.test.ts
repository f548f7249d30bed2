import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createBrowserClient } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { ask, followSpecialties, type Guest, type HouseAddress, signIn, trustOther } from "#demo/house.ts";
import { unescapeHtml } from "#demo/html-forms.ts";
import { type OpenIdProvider, startOpenIdProvider } from "#demo/openid-provider.ts";
import type { PlannedCase } from "#demo/plan.ts";
import { drawSkin } from "#demo/pictures.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventually } from "#test/support/eventually.ts";
import { type Operator, operator, type Process } from "#test/support/operator.ts";

// Each test starts whole processes, which takes its time on a machine that has other work.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const CASES = 6;
/** What an operator is promised. */
const STOP_MS = 10_000;

let desk: Operator;
let provider: OpenIdProvider;
let databases: readonly TestDatabase[];
let northfield: HouseAddress;
let southbank: HouseAddress;
let process: Process;
let startNorthfield: () => Process;

beforeAll(async () => {
  const ports = [await freePort(), await freePort()];
  const [north = "", south = ""] = ["northfield", "southbank"].map(
    (name, index) => `http://${name}.localhost:${ports[index]}`,
  );
  [desk, provider, ...databases] = await Promise.all([
    operator(),
    startOpenIdProvider({
      clients: [north, south].map((origin) => ({
        id: origin,
        secret: "secret",
        redirectUris: [`${origin}/sign-in/callback`],
      })),
      people: ["asker", "reader"].map((login) => ({ login, claims: { profession: "physician" } })),
    }),
    createTestDatabase(),
    createTestDatabase(),
  ]);
  const start = (origin: string, other: string, index: number): Process =>
    desk.start({
      ORIGIN: origin,
      PORT: String(ports[index]),
      DATA_DIR: `data-${index}`,
      DATABASE_URL: databases[index]?.url ?? "",
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: origin,
      OIDC_CLIENT_SECRET: "secret",
      ALLOW_ORIGINS: other,
    });
  startNorthfield = () => start(north, south, 0);
  process = startNorthfield();
  const [, northLink = ""] = await process.said(/one-time link: (\S+)/u);
  const [, southLink = ""] = await start(south, north, 1).said(/one-time link: (\S+)/u);
  northfield = { name: "Northfield", origin: north, administratorLink: northLink, people: ["asker"] };
  southbank = { name: "Southbank", origin: south, administratorLink: southLink, people: ["reader"] };
});
afterAll(async () => {
  await desk.leave();
  await provider.stop();
  await Promise.all(databases.map((database) => database.drop()));
});

const planned = (number: number): PlannedCase => ({
  source: number,
  title: `Case before the restart ${String.fromCodePoint(96 + number)}`,
  question: "Fungal after all, or should I biopsy?",
  specialty: "dermatology",
  fields: { findings: "Raised border, smooth centre" },
  alt: "Ring on the forearm",
  photo: () => drawSkin(number),
  opinions: [],
});

/** The titles that a search finds there, each as often as there is a case. */
async function titlesAt(house: HouseAddress, guest: Guest): Promise<string[]> {
  const page = await guest.client.get(
    `${house.origin}/search?q=${encodeURIComponent('"Case before the restart"')}`,
  );
  const links = page.text.matchAll(/<a\b[^>]*href="(\/cases\/[0-9a-f-]{36})"[^>]*>(.*?)<\/a>/gsu);
  const cases = new Map(
    [...links].map(([, path = "", inner = ""]) => [
      path,
      unescapeHtml(inner.replaceAll(/<[^>]*>/gu, "")).trim(),
    ]),
  );
  return [...cases.values()].sort();
}

test("SIGTERM amid posting and delivering: it ends within ten seconds, and after a restart everything is there once", async () => {
  await Promise.all([
    trustOther(northfield, southbank, "a long enough passphrase"),
    trustOther(southbank, northfield, "a long enough passphrase"),
  ]);
  const asker = await signIn(northfield, "asker", "Grey Kestrel");
  const reader = await signIn(southbank, "reader", "Coastal Heron");
  await followSpecialties(southbank, reader, ["dermatology"], 2);

  const cases = Array.from({ length: CASES }, (_, index) => planned(index + 1));
  const asking = cases.map((one) => ask(northfield, asker, one));
  await Promise.any(asking);
  const told = performance.now();
  process.kill("SIGTERM");
  expect(await process.ended).toBe(0);
  expect(performance.now() - told).toBeLessThan(STOP_MS);
  expect(process.stderr).toBe("");

  process = startNorthfield();
  await process.said(/is ready at/u);
  await Promise.all(asking);
  const expected = cases.map(({ title }) => title);
  await eventually(
    "the peer shows every case",
    async () => expect(await titlesAt(southbank, reader)).toEqual(expected),
    // What was refused while the sender was away comes again after a pause that doubles.
    150_000,
  );
  expect(await titlesAt(northfield, asker)).toEqual(expected);
});

test("a first start that is told to stop ends by itself, and the next one finds a folder that it can use", async () => {
  const settings = { PORT: String(await freePort()), DATA_DIR: "interrupted" };
  const first = desk.start(settings);
  await first.said(/Creating the database/u);
  first.kill("SIGTERM");
  // 1 where ten seconds were over before the database was made.
  expect([0, 1]).toContain(await first.ended);
  const second = desk.start(settings);
  await second.said(/is ready at/u);
  second.kill("SIGTERM");
  expect(await second.ended).toBe(0);
});

test("neither a page that listens without end nor a request that never comes in full holds it up", async () => {
  const asker = await signIn(northfield, "asker", "Grey Kestrel");
  const { promise: listening, resolve: opened } = Promise.withResolvers<void>();
  const events = (async () => {
    const stream = asker.client.events(`${northfield.origin}/events`, new AbortController().signal, opened);
    for await (const _ of stream) continue;
    return "ended";
  })();
  await listening;
  const { port } = new URL(northfield.origin);
  const half = connect(Number(port), "127.0.0.1");
  half.on("error", () => {});
  await once(half, "connect");
  half.write(`POST /ask HTTP/1.1\r\nhost: northfield.localhost:${port}\r\ncontent-length: 1000\r\n\r\nhalf`);

  const told = performance.now();
  process.kill("SIGTERM");
  expect(await process.ended).toBe(0);
  expect(performance.now() - told).toBeLessThan(STOP_MS);
  // The stream was closed in good order: the page connects again by itself.
  expect(await events).toBe("ended");
  const visitor = createBrowserClient();
  await expect(visitor.get(`${northfield.origin}/readyz`)).rejects.toThrow();
  await visitor.close();
});

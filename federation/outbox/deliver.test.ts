import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { verifyRequest } from "@fedify/fedify/sig";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { ensureStream } from "#actions/ensure-stream.ts";
import { newId, type ActorId } from "#domain/ids.ts";
import { createFetcher, type Fetcher } from "#net/fetcher.ts";
import { deliveryHealth, listHolders, recordOutgoing } from "#store/deliveries.ts";
import { type BareInstance, createBareInstance } from "#test/support/bare-instance.ts";
import { createKeySource, type KeySource } from "../keys.ts";
import { createContextLoader } from "../loaders.ts";
import { DELIVERY, type Deliverer, type DelivererOptions, startDeliverer } from "./deliver.ts";

/** An inbox of the test: what it was sent, and how it answers. */
interface Inbox {
  readonly url: string;
  readonly host: string;
  readonly requests: Request[];
  answer: (response: ServerResponse, nth: number) => void;
  close(): Promise<void>;
}

const origin = "http://north.localhost:4001";
const quick: DelivererOptions = {
  ...DELIVERY,
  firstRetryMs: 20,
  longestRetryMs: 200,
  maxAttempts: 6,
  timeoutMs: 1000,
  leaseMs: 5000,
  pollMs: 200,
  circuit: { failures: 3, firstPauseMs: 300, longestPauseMs: 1000, giveUpMs: 86_400_000 },
};
let bare: BareInstance;
let keys: KeySource;
let sender: ActorId;
let fetcher: Fetcher;
const inboxes: Inbox[] = [];
const deliverers: Deliverer[] = [];

beforeAll(async () => {
  bare = await createBareInstance(origin, "Northfield");
  keys = createKeySource(bare.instance);
  sender = await ensureStream(bare.instance, "dermatology");
});

afterEach(async () => {
  await Promise.all(deliverers.splice(0).map((deliverer) => deliverer.stop(0)));
  await Promise.all(inboxes.splice(0).map((inbox) => inbox.close()));
  await fetcher.close();
  await bare.database.sql`truncate outgoing_activities, deliveries, peers`;
});

afterAll(() => bare.close());

async function openInbox(name: string, answer: Inbox["answer"]): Promise<Inbox> {
  const requests: Request[] = [];
  const server = createServer((message, response) => {
    void (async () => {
      requests.push(await read(message));
      inbox.answer(response, requests.length);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  const host = `${name}.localhost:${address.port}`;
  const inbox: Inbox = {
    url: `http://${host}/inbox`,
    host,
    requests,
    answer,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  inboxes.push(inbox);
  return inbox;
}

async function read(message: IncomingMessage): Promise<Request> {
  const pieces: Buffer[] = [];
  for await (const piece of message) if (Buffer.isBuffer(piece)) pieces.push(piece);
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  return new Request(`http://${message.headers.host}${message.url}`, {
    method: message.method ?? "",
    headers,
    body: Buffer.concat(pieces),
  });
}

const ok: Inbox["answer"] = (response) => response.writeHead(202).end();
const refuse = (status: number, headers: Record<string, string> = {}): Inbox["answer"] => {
  return (response) => response.writeHead(status, headers).end();
};
const isRfc9421 = (request: Request): boolean => request.headers.has("signature-input");

function deliver(options: Partial<DelivererOptions> = {}): Deliverer {
  const deliverer = startDeliverer(
    { database: bare.database, keys, fetcher, log: bare.instance.log },
    { ...quick, ...options },
  );
  deliverers.push(deliverer);
  return deliverer;
}

async function send(to: readonly Inbox[], times = 1): Promise<void> {
  fetcher = createFetcher({
    allowOrigins: inboxes.map((inbox) => `http://${inbox.host}`),
    userAgent: "test",
  });
  for (let nth = 0; nth < times; nth++) {
    const uri = `${origin}/cases/${newId<ActorId>()}#create`;
    await bare.database.db.transaction((tx) =>
      recordOutgoing(
        tx,
        {
          uri,
          actorId: sender,
          type: "Create",
          objectUri: uri.slice(0, -7),
          isPublic: true,
          body: JSON.stringify({ id: uri }),
          publishedAt: new Date(),
        },
        to.map(({ url, host }) => ({ inbox: url, host })),
        new Date(),
      ),
    );
  }
}

const states = async (host: string): Promise<string[]> => {
  const rows = await bare.database.sql<{ state: string }[]>`
    select state from deliveries where host = ${host} order by id`;
  return rows.map((row) => row.state);
};
const become = (inbox: Inbox, wanted: readonly string[]): Promise<void> =>
  vi.waitFor(async () => expect(await states(inbox.host)).toEqual(wanted), { timeout: 10_000, interval: 20 });

test("an activity arrives as it was written, signed by its sender", async () => {
  const south = await openInbox("south", ok);
  await send([south]);
  deliver();
  await become(south, ["delivered"]);
  const [request] = south.requests;
  if (request === undefined) throw new Error("Nothing came.");
  expect(isRfc9421(request)).toBe(true);
  expect(request.headers.get("content-type")).toBe("application/activity+json");
  const { rsa, published } = await keys(sender);
  const context = createContextLoader(fetcher);
  const key = await verifyRequest(request.clone(), {
    contextLoader: context,
    documentLoader: (url) =>
      Promise.resolve({
        contextUrl: null,
        documentUrl: url,
        document: {
          "@context": "https://w3id.org/security/v1",
          id: rsa.keyId,
          type: "CryptographicKey",
          owner: `${origin}/actors/dermatology`,
          publicKeyPem: published.rsaPem,
        },
      }),
  });
  expect(key?.id?.href).toBe(rsa.keyId);
  expect(await request.json()).toHaveProperty("id");
});

test("a host that refuses RFC 9421 gets the older kind at once, and from then on first", async () => {
  const old = await openInbox("old", (response, nth) => {
    const request = old.requests[nth - 1];
    response.writeHead(request !== undefined && isRfc9421(request) ? 401 : 202).end();
  });
  await send([old]);
  deliver();
  await become(old, ["delivered"]);
  await send([old]);
  await become(old, ["delivered", "delivered"]);
  expect(old.requests.map(isRfc9421)).toEqual([true, false, false]);
});

test("a failure is tried again until it works", async () => {
  const shaky = await openInbox("shaky", (response, nth) => response.writeHead(nth < 3 ? 500 : 200).end());
  await send([shaky]);
  deliver();
  await become(shaky, ["delivered"]);
  expect(shaky.requests).toHaveLength(3);
});

test("410 is final after one request, and what failed holds nothing", async () => {
  const gone = await openInbox("gone", refuse(410));
  await send([gone]);
  deliver();
  await become(gone, ["failed"]);
  expect(gone.requests).toHaveLength(1);
  const [row] = await bare.database.sql<{ object_uri: string }[]>`select object_uri from outgoing_activities`;
  expect(await listHolders(bare.database.db, row?.object_uri ?? "")).toEqual([]);
});

test("Retry-After is kept to", async () => {
  const busy = await openInbox("busy", (response, nth) => {
    if (nth === 1) response.writeHead(429, { "retry-after": "1" }).end();
    else response.writeHead(200).end();
  });
  await send([busy]);
  deliver({ longestRetryMs: 5000 });
  const start = performance.now();
  await become(busy, ["delivered"]);
  expect(performance.now() - start).toBeGreaterThan(900);
});

test("a host that hangs holds up nobody else", async () => {
  const slow = await openInbox("slow", () => {});
  const south = await openInbox("south", ok);
  await send([slow, south], 20);
  const start = performance.now();
  deliver({ concurrency: 6, perHost: 2, timeoutMs: 2000 });
  await become(
    south,
    Array.from({ length: 20 }, () => "delivered"),
  );
  expect(performance.now() - start).toBeLessThan(2000);
  expect(slow.requests.length).toBeLessThanOrEqual(2);
});

test("a dead host is left alone, probed by one delivery, and served again when it is back", async () => {
  const dead = await openInbox("dead", refuse(503));
  await send([dead], 8);
  deliver({ perHost: 1, maxAttempts: 1000 });
  await vi.waitFor(
    async () => {
      const [health] = await deliveryHealth(bare.database.db, new Date());
      expect(health).toMatchObject({ host: dead.host, waiting: 8, lastError: "The inbox answered 503." });
      expect(health?.failures).toBeGreaterThanOrEqual(3);
      expect(health?.pausedUntil?.getTime()).toBeGreaterThan(Date.now());
    },
    { timeout: 5000, interval: 10 },
  );
  const before = dead.requests.length;
  // Two pauses long: one probe each, although eight deliveries wait.
  await vi.waitFor(() => expect(dead.requests.length).toBeGreaterThan(before + 1), { timeout: 5000 });
  const bodies = await Promise.all(dead.requests.slice(before, before + 2).map((request) => request.text()));
  expect(new Set(bodies).size).toBe(1);
  dead.answer = ok;
  await become(
    dead,
    Array.from({ length: 8 }, () => "delivered"),
  );
  expect(await deliveryHealth(bare.database.db, new Date())).toEqual([]);
});

test("what is recorded for a paused host waits behind its probe", async () => {
  const dead = await openInbox("dead", refuse(503));
  await send([dead], 3);
  deliver({ maxAttempts: 1000, circuit: { ...quick.circuit, firstPauseMs: 60_000, longestPauseMs: 60_000 } });
  const paused = () => deliveryHealth(bare.database.db, new Date()).then(([health]) => health?.pausedUntil);
  await vi.waitFor(async () => expect(await paused()).toBeInstanceOf(Date), { timeout: 5000 });
  const before = dead.requests.length;
  await send([dead]);
  const [row] = await bare.database.sql<{ later: boolean }[]>`
    select bool_and(d.next_attempt_at >= p.paused_until) as later
    from deliveries d join peers p on p.host = d.host`;
  expect(row?.later).toBe(true);
  expect(dead.requests.length).toBe(before);
});

test("several deliverers share the work, and nothing is posted twice", async () => {
  const south = await openInbox("south", ok);
  await send([south], 60);
  deliver();
  deliver();
  deliver();
  await become(
    south,
    Array.from({ length: 60 }, () => "delivered"),
  );
  expect(south.requests).toHaveLength(60);
});

test("what a dead process had under way is taken over when its lease ends", async () => {
  const south = await openInbox("south", ok);
  await send([south]);
  await bare.database.sql`
    update deliveries set attempts = 1, next_attempt_at = now() + interval '300 milliseconds'`;
  deliver();
  await become(south, ["delivered"]);
});

test("an answer that takes longer than the lease is waited for by the one who asked", async () => {
  const slow = await openInbox("slow", (response) => void setTimeout(() => ok(response, 1), 1000));
  await send([slow]);
  deliver({ leaseMs: 300, timeoutMs: 5000 });
  deliver({ leaseMs: 300, timeoutMs: 5000 });
  await become(slow, ["delivered"]);
  expect(slow.requests).toHaveLength(1);
});

test("stopping gives back what is under way, without counting it as an attempt", async () => {
  const slow = await openInbox("slow", () => {});
  await send([slow]);
  const deliverer = deliver({ timeoutMs: 60_000 });
  await vi.waitFor(() => expect(slow.requests).toHaveLength(1), { timeout: 5000 });
  await deliverer.stop(50);
  const [row] = await bare.database.sql<{ attempts: number; due: boolean; state: string }[]>`
    select attempts, next_attempt_at <= now() as due, state from deliveries`;
  expect(row).toEqual({ attempts: 0, due: true, state: "waiting" });
});

test("an activity that is recorded again is delivered again", async () => {
  const south = await openInbox("south", ok);
  await send([south]);
  deliver();
  await become(south, ["delivered"]);
  const [row] = await bare.database.sql<{ uri: string; body: string }[]>`
    select uri, body from outgoing_activities`;
  if (row === undefined) throw new Error("The activity is gone.");
  await bare.database.db.transaction((tx) =>
    recordOutgoing(
      tx,
      {
        ...row,
        actorId: sender,
        type: "Create",
        objectUri: row.uri,
        isPublic: true,
        publishedAt: new Date(),
      },
      [{ inbox: south.url, host: south.host }],
      new Date(),
    ),
  );
  await vi.waitFor(() => expect(south.requests).toHaveLength(2), { timeout: 5000 });
});

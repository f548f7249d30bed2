import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type OpenDatabase, openDatabase } from "./database.ts";
import { consume, type Consumer, enqueue, queueDepth, type QueueMessage } from "./queue.ts";

let database: TestDatabase;
let opened: OpenDatabase[];
let consumers: Consumer[];

beforeEach(async () => {
  database = await createTestDatabase();
  opened = [openDatabase(database.url), openDatabase(database.url)];
  consumers = [];
});
afterEach(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  await Promise.all(opened.map((open) => open.close()));
  await database.drop();
});

const first = (): OpenDatabase => {
  const [open] = opened;
  if (open === undefined) throw new Error("The database is open");
  return open;
};
const drained = (): Promise<unknown> =>
  vi.waitFor(async () => expect(await queueDepth(first().db)).toEqual([]), { timeout: 15_000, interval: 20 });

/** Two consumers with pools of their own, as two processes have. Returns what they saw of each key, in order. */
const consumeTwice = (handle: (message: QueueMessage) => Promise<void>): Map<string, unknown[]> => {
  const seen = new Map<string, unknown[]>();
  const busy = new Set<string>();
  consumers = opened.map((open) =>
    consume(open, {
      queue: "ordered",
      concurrency: 5,
      batch: 16,
      backoff: () => 30,
      handle: async (message) => {
        const key = message.orderingKey ?? "";
        expect(busy).not.toContain(key);
        busy.add(key);
        try {
          await handle(message);
          seen.set(key, [...(seen.get(key) ?? []), message.payload]);
        } finally {
          busy.delete(key);
        }
      },
    }),
  );
  return seen;
};
const put = (keys: number, each: number): Promise<void> =>
  enqueue(
    first().db,
    Array.from({ length: keys * each }, (_, index) => ({
      queue: "ordered",
      orderingKey: `key ${index % keys}`,
      payload: Math.floor(index / keys),
    })),
  );
const inOrder = (keys: number, each: number): Map<string, unknown[]> =>
  new Map(
    Array.from({ length: keys }, (_, key) => [
      `key ${key}`,
      Array.from({ length: each }, (_, index) => index),
    ]),
  );

test("messages of one key are handled one after another, in order, by two consumers", async () => {
  await put(10, 30);
  const seen = consumeTwice(() => new Promise(setImmediate));
  await drained();
  expect(seen).toEqual(inOrder(10, 30));
});

test("while a message waits for its next attempt, those behind it wait too, and other keys do not", async () => {
  await put(4, 10);
  const failedOnce = new Set<string>();
  const failures: string[] = [];
  const seen = consumeTwice(async ({ orderingKey = "", payload, attempt }) => {
    if (payload === 3 && orderingKey === "key 1" && attempt <= 3) {
      failures.push(orderingKey);
      throw new Error("not yet");
    }
    if (payload === 7 && !failedOnce.has(orderingKey)) {
      failedOnce.add(orderingKey);
      throw new Error("once");
    }
  });
  await drained();
  expect(failures).toHaveLength(3);
  expect(failedOnce.size).toBe(4);
  expect(seen).toEqual(inOrder(4, 10));
});

test("a later message waits for an earlier one of its key that was delayed", async () => {
  await enqueue(first().db, [
    { queue: "ordered", orderingKey: "k", payload: 0 },
    { queue: "ordered", orderingKey: "k", payload: 1, delayMs: 400 },
    { queue: "ordered", orderingKey: "k", payload: 2 },
  ]);
  const seen = consumeTwice(async () => {});
  await drained();
  expect(seen).toEqual(new Map([["k", [0, 1, 2]]]));
});

test("a busy key leaves room for the others", async () => {
  const others = Promise.withResolvers<void>();
  await enqueue(
    first().db,
    Array.from({ length: 200 }, (_, payload) => ({ queue: "ordered", orderingKey: "busy", payload })),
  );
  await enqueue(first().db, [{ queue: "ordered", orderingKey: "other", payload: "through" }]);
  // The busy key does not move before the other one got through.
  const seen = consumeTwice(async ({ orderingKey }) => {
    if (orderingKey === "other") others.resolve();
    else await others.promise;
  });
  await drained();
  expect(seen.get("busy")).toEqual(Array.from({ length: 200 }, (_, index) => index));
  expect(seen.get("other")).toEqual(["through"]);
});

test("where a failed message leaves its order, those behind it go on, and it is still tried again", async () => {
  const seen: unknown[] = [];
  consumers = opened.map((open) =>
    consume(open, {
      queue: "ordered",
      failedLeavesOrder: true,
      backoff: () => 500,
      handle: async ({ payload, attempt }) => {
        if (payload === 0 && attempt === 1) throw new Error("not yet");
        seen.push(payload);
      },
    }),
  );
  await put(1, 20);
  await drained();
  expect(seen.at(-1)).toBe(0);
  expect(seen.slice(0, -1)).toEqual(Array.from({ length: 19 }, (_, nth) => nth + 1));
});

import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type OpenDatabase, openDatabase } from "./database.ts";
import {
  consume,
  type Consumer,
  type ConsumeOptions,
  enqueue,
  LeaseLost,
  queueDepth,
  type QueueMessage,
  retryFailed,
} from "./queue.ts";

let database: TestDatabase;
let open: OpenDatabase;
let consumers: Consumer[] = [];
const start = (options: ConsumeOptions, on = open): Consumer => {
  const consumer = consume(on, options);
  consumers.push(consumer);
  return consumer;
};

beforeEach(async () => {
  database = await createTestDatabase();
  open = openDatabase(database.url);
});
afterEach(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  consumers = [];
  await open.close();
  await database.drop();
});

const until = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const put = (count: number, queue = "work"): Promise<void> =>
  enqueue(
    open.db,
    numbers(count).map((payload) => ({ queue, payload })),
  );

/** A gate that a handler waits at until the test opens it. */
const gate = (): { opened: Promise<void>; open: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

test("two consumers drain 10,000 messages, each message handled once", async () => {
  const other = openDatabase(database.url);
  const handled: unknown[] = [];
  const byConsumer = [0, 0];
  for (const [index, on] of [open, other].entries()) {
    const handle = async ({ payload }: QueueMessage): Promise<void> => {
      handled.push(payload);
      byConsumer[index] = (byConsumer[index] ?? 0) + 1;
    };
    start({ queue: "work", concurrency: 50, handle }, on);
  }
  await put(10_000);
  await until(async () => expect(await queueDepth(open.db)).toEqual([]));
  expect(handled).toHaveLength(10_000);
  expect(new Set(handled)).toEqual(new Set(numbers(10_000)));
  expect(Math.min(...byConsumer)).toBeGreaterThan(0);
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  await other.close();
});

test("a message is heard of at the commit of its transaction, and not at all after a rollback", async () => {
  const handled: unknown[] = [];
  start({ queue: "work", handle: async ({ payload }) => void handled.push(payload) });
  await open.db
    .transaction(async (tx) => {
      await enqueue(tx, [{ queue: "work", payload: "rolled back" }]);
      throw new Error("no");
    })
    .catch(() => {});
  await open.db.transaction((tx) => enqueue(tx, [{ queue: "work", payload: "committed" }]));
  await until(() => expect(handled).toEqual(["committed"]));
});

test("payloads come out as they went in, also those that jsonb refuses", async () => {
  const payloads = [
    null,
    "",
    "NUL \u0000",
    "lone \uD800 surrogate",
    { a: [1, { "'\"\\": "{}" }] },
    0.1,
    false,
  ];
  const handled: unknown[] = [];
  start({ queue: "work", concurrency: 1, handle: async ({ payload }) => void handled.push(payload) });
  await enqueue(
    open.db,
    payloads.map((payload) => ({ queue: "work", payload })),
  );
  await until(() => expect(handled).toEqual(payloads));
});

test("a delayed message is handled when its time has come, without waiting for the slow poll", async () => {
  const handled: { payload: unknown; afterMs: number }[] = [];
  start({
    queue: "work",
    handle: async ({ payload }) => {
      const [row] = await open.db.execute<{ ms: number }>(
        sql`select extract(epoch from now() - min(enqueued_at))::float8 * 1000 as ms from queue_messages`,
      );
      handled.push({ payload, afterMs: row?.ms ?? 0 });
    },
  });
  await enqueue(open.db, [
    { queue: "work", payload: "later", delayMs: 1300 },
    { queue: "work", payload: "now" },
  ]);
  await until(() => expect(handled.map(({ payload }) => payload)).toEqual(["now", "later"]));
  expect(handled[1]?.afterMs).toBeGreaterThanOrEqual(1300);
});

test("a failed attempt is recorded, waits as told, and after the last the message is kept for a retry", async () => {
  const attempts: number[] = [];
  let broken = true;
  const askedFor: number[] = [];
  start({
    queue: "work",
    maxAttempts: 3,
    backoff: (attempt) => {
      askedFor.push(attempt);
      return attempt * 20;
    },
    handle: async ({ attempt }) => {
      attempts.push(attempt);
      if (broken) throw new Error(`broken \u0000 ${attempt}`);
    },
  });
  await put(1);
  await until(async () => expect(await queueDepth(open.db)).toMatchObject([{ queue: "work", failed: 1 }]));
  expect(attempts).toEqual([1, 2, 3]);
  expect(askedFor).toEqual([1, 2]);
  const [row] = await open.db.execute(sql`select attempts, last_error from queue_messages`);
  expect(row).toEqual({ attempts: 3, last_error: "broken \uFFFD 3" });

  broken = false;
  expect(await retryFailed(open.db, "other")).toBe(0);
  expect(await retryFailed(open.db, "work")).toBe(1);
  await until(async () => expect(await queueDepth(open.db)).toEqual([]));
  expect(attempts).toEqual([1, 2, 3, 1]);
});

test("the first back-off is about a second, and no two are the same", async () => {
  start({
    queue: "work",
    handle: async () => {
      throw new Error("broken");
    },
  });
  await put(20);
  await until(async () => expect(await queueDepth(open.db)).toMatchObject([{ delayed: 20 }]));
  const rows = await open.db.execute<{ ms: number }>(
    sql`select extract(epoch from ready_at - enqueued_at)::float8 * 1000 as ms from queue_messages`,
  );
  expect(Math.min(...rows.map(({ ms }) => ms))).toBeGreaterThan(500);
  expect(new Set(rows.map(({ ms }) => ms)).size).toBeGreaterThan(1);
});

test("what a handler writes and its acknowledgement are kept together or not at all", async () => {
  await open.sql`create table effects (attempt int)`;
  start({
    queue: "work",
    backoff: () => 10,
    handle: ({ attempt }, ack) =>
      open.db.transaction(async (tx) => {
        await tx.execute(sql`insert into effects values (${attempt})`);
        await ack(tx);
        if (attempt === 1) throw new Error("after the acknowledgement, before the commit");
      }),
  });
  await put(1);
  await until(async () => expect(await queueDepth(open.db)).toEqual([]));
  expect(await open.db.execute(sql`select attempt from effects`)).toEqual([{ attempt: 2 }]);
});

test("a handler whose message was taken over cannot acknowledge it", async () => {
  const errors: unknown[] = [];
  start({
    queue: "work",
    handle: async ({ attempt }, ack) => {
      if (attempt > 1) return;
      await open.sql`update queue_messages set lease = gen_random_uuid(), locked_until = now()`;
      await open.db.transaction(ack).catch((error: unknown) => errors.push(error));
      expect(await queueDepth(open.db)).toMatchObject([{ running: 1 }]);
    },
  });
  await put(1);
  await until(async () => expect(await queueDepth(open.db)).toEqual([]));
  expect(errors).toEqual([expect.any(LeaseLost)]);
});

test("the lease of a long handler is renewed, so that nobody else takes its message", async () => {
  const seen = new Set<string>();
  let calls = 0;
  const handle = async (): Promise<void> => {
    calls++;
    await until(async () => {
      const [row] = await open.db.execute<{ until: string }>(
        sql`select locked_until::text as until from queue_messages`,
      );
      seen.add(row?.until ?? "");
      expect(seen.size).toBeGreaterThan(6);
    });
  };
  start({ queue: "work", leaseMs: 600, handle });
  start({ queue: "work", leaseMs: 600, handle });
  await put(1);
  await until(async () => expect(await queueDepth(open.db)).toEqual([]));
  expect(calls).toBe(1);
});

test("of messages whose worker died, one is taken over at a time, and one that was the death of too many is given up", async () => {
  await put(5);
  await open.sql`update queue_messages set lease = gen_random_uuid(), locked_until = now() - interval '1 second',
    attempts = case when payload::text = '2' then 2 else 0 end`;
  const handled: [unknown, number][] = [];
  start({
    queue: "work",
    maxAttempts: 3,
    handle: async ({ payload, attempt }) => void handled.push([payload, attempt]),
  });
  await until(async () => expect(await queueDepth(open.db)).toMatchObject([{ failed: 1, running: 0 }]));
  await until(() => expect(handled).toHaveLength(4));
  expect(new Map(handled.map(([payload, attempt]) => [payload, attempt]))).toEqual(
    new Map([0, 1, 3, 4].map((payload) => [payload, 2])),
  );
});

test("stop lets running handlers end, gives back what was not started and takes nothing more", async () => {
  const { opened, open: letGo } = gate();
  const started: unknown[] = [];
  const consumer = start({
    queue: "work",
    concurrency: 2,
    batch: 6,
    handle: async ({ payload }) => {
      started.push(payload);
      await opened;
    },
  });
  await put(10);
  await until(async () => expect(await queueDepth(open.db)).toMatchObject([{ running: 6, waiting: 4 }]));
  const stopped = consumer.stop();
  await until(async () => expect(await queueDepth(open.db)).toMatchObject([{ running: 2, waiting: 8 }]));
  letGo();
  await stopped;
  expect(started).toHaveLength(2);
  expect(await queueDepth(open.db)).toMatchObject([{ running: 0, waiting: 8, failed: 0 }]);
  const [row] = await open.db.execute(sql`select max(attempts) as attempts from queue_messages`);
  expect(row).toEqual({ attempts: 0 });
});

test("stop loses patience with a handler that does not end, whose message stays leased", async () => {
  const { opened, open: letGo } = gate();
  const consumer = start({ queue: "work", handle: () => opened });
  await put(1);
  await until(async () => expect(await queueDepth(open.db)).toMatchObject([{ running: 1 }]));
  await consumer.stop(50);
  expect(await queueDepth(open.db)).toMatchObject([{ running: 1, waiting: 0 }]);
  letGo();
});

test("the depth tells waiting, delayed, running and failed messages apart, and how long the oldest waits", async () => {
  expect(await queueDepth(open.db)).toEqual([]);
  await put(3, "a");
  await enqueue(open.db, [{ queue: "b", payload: 1, delayMs: 60_000 }]);
  await open.sql`update queue_messages set ready_at = now() - interval '1 minute' where payload::text = '0'`;
  await open.sql`update queue_messages set failed_at = now() where queue = 'a' and payload::text = '2'`;
  const [a, b] = await queueDepth(open.db);
  expect(a).toMatchObject({ queue: "a", waiting: 2, delayed: 0, running: 0, failed: 1 });
  expect(a?.oldestMs).toBeGreaterThanOrEqual(60_000);
  expect(b).toEqual({ queue: "b", waiting: 0, delayed: 1, running: 0, failed: 0, oldestMs: 0 });
});

test("100,000 waiting messages are claimed without reading the table from end to end", async () => {
  const scans = async (): Promise<number> => {
    const [row] = await open.db.execute<{ scans: number }>(
      sql`select seq_scan::int as scans from pg_stat_user_tables where relname = 'queue_messages'`,
    );
    return row?.scans ?? -1;
  };
  for (const key of [undefined, "busy"]) {
    await enqueue(
      open.db,
      numbers(50_000).map((payload) => ({ queue: "work", payload, orderingKey: key })),
    );
  }
  const before = await scans();
  const other = openDatabase(database.url);
  let handled = 0;
  const consumer = start({ queue: "work", concurrency: 50, handle: async () => void handled++ }, other);
  await until(() => expect(handled).toBeGreaterThan(1000));
  await consumer.stop();
  // A connection reports what it did when it ends.
  await other.close();
  expect(await scans()).toBe(before);
});

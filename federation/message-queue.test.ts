import { testMessageQueue } from "@fedify/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type OpenDatabase, openDatabase } from "#store/database.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { PostgresMessageQueue } from "./message-queue.ts";

let database: TestDatabase;
let opened: OpenDatabase[] = [];
const makeQueue = (): PostgresMessageQueue => {
  const open = openDatabase(database.url);
  opened.push(open);
  return new PostgresMessageQueue(open, "inbox", { backoff: () => 10 });
};

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(opened.map((open) => open.close()));
  opened = [];
  await database.drop();
});

test("it is a message queue as Fedify wants it, with ordering keys", async () => {
  await testMessageQueue(makeQueue, ({ controller }) => controller.abort(), { testOrderingKey: true });
}, 90_000);

test("a handler that fails is called again, since Fedify leaves that to us", async () => {
  const queue = makeQueue();
  expect(queue.nativeRetrial).toBe(true);
  const controller = new AbortController();
  let calls = 0;
  const listening = queue.listen(
    () => {
      calls++;
      if (calls < 3) throw new Error("not yet");
    },
    { signal: controller.signal },
  );
  await queue.enqueue({ type: "inbox" });
  await vi.waitFor(async () => {
    expect(calls).toBe(3);
    expect(await queue.getDepth()).toEqual({ queued: 0, ready: 0, delayed: 0 });
  });
  controller.abort();
  await listening;
});

test("the depth counts what waits", async () => {
  const queue = makeQueue();
  await queue.enqueueMany([1, 2, 3]);
  expect(await queue.getDepth()).toEqual({ queued: 3, ready: 3, delayed: 0 });
});

test.each(["outbox", "fanout"])(
  "a message of the type %s, which holds private keys, is refused",
  async (type) => {
    const queue = makeQueue();
    await expect(queue.enqueueMany([{ type: "inbox" }, { type, keys: [] }])).rejects.toThrow(/private keys/);
    expect(await queue.getDepth()).toMatchObject({ queued: 0 });
  },
);

import { type KvKey, kvCache, MemoryKvStore, type KvStore } from "@fedify/fedify";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type OpenDatabase, openDatabase } from "#store/database.ts";
import { sweepExpired } from "#store/key-values.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { PostgresKeyValueStore } from "./key-value-store.ts";

let database: TestDatabase;
let open: OpenDatabase;
let store: PostgresKeyValueStore;

beforeAll(async () => {
  database = await createTestDatabase();
  open = openDatabase(database.url);
});
beforeEach(async () => {
  await open.sql`truncate key_values`;
  store = new PostgresKeyValueStore(open.db);
});
afterAll(async () => {
  await open.close();
  await database.drop();
});

const expireAll = (): Promise<unknown> =>
  open.sql`update key_values set expires_at = now() - interval '1 second'`;
const listed = async (from: KvStore, prefix?: KvKey): Promise<unknown[]> => {
  const entries: unknown[] = [];
  for await (const { key, value } of from.list(prefix)) entries.push([key, value]);
  return entries;
};

test("gets what was set last, until it is deleted", async () => {
  expect(await store.get(["a"])).toBeUndefined();
  await store.set(["a"], { one: 1 });
  await store.set(["a"], { two: [2, null, "zwei"] });
  expect(await store.get(["a"])).toEqual({ two: [2, null, "zwei"] });
  expect(await store.get(["a", "b"])).toBeUndefined();
  await store.delete(["a"]);
  await store.delete(["a"]);
  expect(await store.get(["a"])).toBeUndefined();
});

test.each([["a text"], ["123"], ["null"], [false], [0], [null], ["NUL \u0000"], ["lone \uD800"], [[]]])(
  "keeps %j as it is",
  async (value) => {
    await store.set(["k"], value);
    expect(await store.get(["k"])).toEqual(value);
  },
);

test("tells keys apart whatever is in them", async () => {
  const keys: KvKey[] = [["a,b"], ["a", "b"], ['"'], ["{}"], ["\\"], ["NULL"], [""], ["ü", "é"]];
  for (const [index, key] of keys.entries()) await store.set(key, index);
  for (const [index, key] of keys.entries()) expect(await store.get(key)).toBe(index);
});

test("a value that Fedify caches for five minutes is gone after them, and the sweep takes it away", async () => {
  let loads = 0;
  const loader = kvCache({
    kv: store,
    loader: async (documentUrl) => {
      loads++;
      return { contextUrl: null, documentUrl, document: { loads } };
    },
  });
  await store.set(["stays"], 1);
  await loader("https://peer.example/actors/a");
  await loader("https://peer.example/actors/a");
  expect(loads).toBe(1);
  const [row] = await open.db.execute<{ seconds: number }>(
    sql`select extract(epoch from max(expires_at) - now())::float8 as seconds from key_values`,
  );
  expect(row?.seconds).toBeGreaterThan(240);
  expect(row?.seconds).toBeLessThanOrEqual(300);
  expect(await sweepExpired(open.db)).toBe(0);

  await open.sql`update key_values set expires_at = now() where expires_at is not null`;
  expect(await listed(store)).toEqual([[["stays"], 1]]);
  await loader("https://peer.example/actors/a");
  expect(loads).toBe(2);
  await open.sql`update key_values set expires_at = now() where expires_at is not null`;
  expect(await sweepExpired(open.db)).toBe(1);
  expect(await store.get(["stays"])).toBe(1);
});

test("setting again without a time to live makes it stay", async () => {
  await store.set(["k"], 1);
  await expireAll();
  expect(await store.get(["k"])).toBeUndefined();
  await store.set(["k"], 2);
  expect(await store.get(["k"])).toBe(2);
});

test("compare-and-swap swaps what is expected and nothing else", async () => {
  expect(await store.cas(["k"], "absent?", "x")).toBe(false);
  expect(await store.cas(["k"], undefined, { a: 1, b: 2 })).toBe(true);
  expect(await store.cas(["k"], undefined, "second")).toBe(false);
  expect(await store.cas(["k"], { b: 2, a: 1 }, "next")).toBe(true);
  expect(await store.get(["k"])).toBe("next");
  expect(await store.cas(["k"], "next", undefined)).toBe(true);
  expect(await store.cas(["k"], "next", undefined)).toBe(false);
  expect(await store.get(["k"])).toBeUndefined();
});

test("to compare-and-swap, an expired value is absent", async () => {
  await store.set(["k"], "old");
  await expireAll();
  expect(await store.cas(["k"], "old", "new")).toBe(false);
  expect(await store.cas(["k"], undefined, "new")).toBe(true);
  expect(await store.get(["k"])).toBe("new");
});

test("of many that compare and swap at the same time, one succeeds", async () => {
  const swaps = (expected: unknown, to: string): Promise<boolean[]> =>
    Promise.all(Array.from({ length: 20 }, (_, index) => store.cas(["k"], expected, `${to} ${index}`)));
  expect((await swaps(undefined, "first")).filter(Boolean)).toHaveLength(1);
  expect((await swaps(await store.get(["k"]), "second")).filter(Boolean)).toHaveLength(1);
});

test("lists by prefix, as Fedify's own store in memory does", async () => {
  const memory = new MemoryKvStore();
  const keys: KvKey[] = [
    ["a"],
    ["a", "b"],
    ["a", "b", "c"],
    ["a", "bc"],
    ["ab"],
    ["b", "a"],
    ["a\u0001"],
    ["a b", "c"],
  ];
  for (const [index, key] of keys.entries()) {
    await store.set(key, index);
    await memory.set(key, index);
  }
  const prefixes: (KvKey | undefined)[] = [undefined, ["a"], ["a", "b"], ["a", "b", "c"], ["b"], ["c"]];
  for (const prefix of prefixes) {
    expect(new Set(await listed(store, prefix))).toEqual(new Set(await listed(memory, prefix)));
  }
});

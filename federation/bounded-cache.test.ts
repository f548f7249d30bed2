import { expect, test, vi } from "vitest";
import { BoundedCache } from "./bounded-cache.ts";

test("a value is loaded once, also by those who ask at the same time", async () => {
  const load = vi.fn((key: string) => Promise.resolve(key.toUpperCase()));
  const cache = new BoundedCache(load, { max: 10 });
  expect(await Promise.all([cache.get("a"), cache.get("a")])).toEqual(["A", "A"]);
  expect(await cache.get("a")).toBe("A");
  expect(load).toHaveBeenCalledTimes(1);
});

test("what failed and what was not there is asked for again", async () => {
  const load = vi
    .fn<(key: string) => Promise<string | undefined>>()
    .mockRejectedValueOnce(new Error("away"))
    .mockResolvedValueOnce(undefined)
    .mockResolvedValueOnce("here");
  const cache = new BoundedCache(load, { max: 10 });
  await expect(cache.get("a")).rejects.toThrow("away");
  expect(await cache.get("a")).toBeUndefined();
  expect(await cache.get("a")).toBe("here");
});

test("the one that was not asked for the longest goes first", async () => {
  const load = vi.fn((key: string) => Promise.resolve(key));
  const cache = new BoundedCache(load, { max: 2 });
  for (const key of ["a", "b", "a", "c", "a", "b"]) await cache.get(key);
  expect(load.mock.calls.flat()).toEqual(["a", "b", "c", "b"]);
});

test("a value is good for its time only", async () => {
  const load = vi.fn((key: string) => Promise.resolve(key));
  const cache = new BoundedCache(load, { max: 2, ttlMs: 0 });
  await cache.get("a");
  await cache.get("a");
  expect(load).toHaveBeenCalledTimes(2);
});

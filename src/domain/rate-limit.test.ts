import { expect, test } from "vitest";
import { RateLimit } from "./rate-limit.ts";

test("a burst is let in, then a steady rate, each asker on their own account", () => {
  const limit = new RateLimit({ perSecond: 2, burst: 3, maxKeys: 10 });
  const at = (ms: number, key = "a") => limit.take(key, ms)?.waitSeconds;
  expect([at(0), at(0), at(0), at(0), at(0, "b")]).toEqual([undefined, undefined, undefined, 1, undefined]);
  expect([at(400), at(500), at(500)]).toEqual([1, undefined, 1]);
  expect([at(60_000), at(60_000), at(60_000), at(60_000)]).toEqual([undefined, undefined, undefined, 1]);
});

test("it says how long to wait, and waiting that long is enough", () => {
  const limit = new RateLimit({ perSecond: 0.1, burst: 1, maxKeys: 10 });
  expect(limit.take("a", 0)).toBeUndefined();
  expect(limit.take("a", 1000)).toEqual({ waitSeconds: 9 });
  expect(limit.take("a", 10_000)).toBeUndefined();
});

test("of more askers than it remembers, the quietest is forgotten", () => {
  const limit = new RateLimit({ perSecond: 1, burst: 1, maxKeys: 2 });
  for (const key of ["a", "b", "a", "c"]) limit.take(key, 0);
  expect([limit.take("a", 0)?.waitSeconds, limit.take("b", 0)?.waitSeconds]).toEqual([1, undefined]);
});

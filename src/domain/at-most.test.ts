import { expect, test } from "vitest";

import { atMost } from "./at-most.ts";

test("never runs more than the limit, in the order they came, and a failure makes room", async () => {
  const run = atMost(2);
  const started: number[] = [];
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const results = gates.map(async (gate, index) =>
    run(async () => {
      started.push(index);
      await gate.promise;
      return index;
    }),
  );
  const settled = Promise.allSettled(results);

  await Promise.resolve();
  expect(started).toEqual([0, 1]);
  gates[1]?.reject(new Error("broken"));
  await expect(results[1]).rejects.toThrow("broken");
  expect(started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();

  expect((await settled).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  expect(started).toEqual([0, 1, 2, 3, 4]);
  expect(await run(async () => "free again")).toBe("free again");
});

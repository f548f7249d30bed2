import { expect, test } from "vitest";
import { batched } from "./batched.ts";

/** A statement that ends when it is told to, and remembers what it was given. */
function statement() {
  const given: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const run = async (items: readonly number[]): Promise<readonly number[]> => {
    given.push(items);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (items.includes(13)) throw new Error("13 is refused");
    return items.map((item) => item * 2);
  };
  const end = async (): Promise<void> => {
    while (ends.length === 0) await new Promise(setImmediate);
    ends.shift()?.();
  };
  return { given, run, end };
}

test("what comes while a batch is on its way goes together with the next", async () => {
  const { given, run, end } = statement();
  const double = batched(run);
  const first = double(1);
  while (given.length === 0) await new Promise(setImmediate);
  const later = [double(2), double(3)];
  await end();
  expect(await first).toBe(2);
  await end();
  expect(await Promise.all(later)).toEqual([4, 6]);
  expect(given).toEqual([[1], [2, 3]]);
});

test("an item that fails takes nobody along", async () => {
  const { run, end } = statement();
  const double = batched(run);
  const all = Promise.allSettled([double(1), double(13), double(3)]);
  for (let statements = 0; statements < 4; statements++) await end();
  expect(await all).toMatchObject([
    { status: "fulfilled", value: 2 },
    { status: "rejected", reason: { message: "13 is refused" } },
    { status: "fulfilled", value: 6 },
  ]);
});

test("it goes on after a failure", async () => {
  const { run, end } = statement();
  const double = batched(run);
  const failed = double(13);
  await Promise.all([expect(failed).rejects.toThrow("13 is refused"), end()]);
  const [good] = await Promise.all([double(4), end()]);
  expect(good).toBe(8);
});

import { expect, test } from "vitest";
import { waitingLine } from "./waiting-events.ts";

test("gives items in order, whether they came before or after somebody asked", async () => {
  const line = waitingLine<number>(10);
  line.add(1);
  expect(await line.next()).toBe(1);
  const later = line.next();
  line.add(2);
  line.add(3);
  expect(await later).toBe(2);
  expect(await line.next()).toBe(3);
});

test("ends for a reader who falls behind, and for good", async () => {
  const line = waitingLine<number>(2);
  for (const item of [1, 2, 3]) line.add(item);
  expect(line.ended.aborted).toBe(true);
  line.add(4);
  expect(await line.next()).toBeUndefined();
});

test("lets go of somebody who waits when it ends", async () => {
  const line = waitingLine<number>(2);
  const waiting = line.next();
  line.end();
  expect(await waiting).toBeUndefined();
});

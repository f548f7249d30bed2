import { expect, test } from "vitest";
import { Gather } from "./gather.ts";

test("pieces of any size come out in order", () => {
  const gather = new Gather();
  const all: number[] = [];
  for (let length = 0; length < 300; length++) {
    const piece = Array.from({ length }, (_, at) => (length * 7 + at) % 256);
    gather.add(Uint8Array.from(piece));
    all.push(...piece);
  }
  expect(gather.length).toBe(all.length);
  expect([...gather.bytes()]).toEqual(all);
});

test("nothing added is an empty body", () => {
  expect(new Gather().bytes()).toHaveLength(0);
});

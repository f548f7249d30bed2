import { expect, test } from "vitest";
import { relativeTime, when } from "./when.ts";

const now = new Date("2026-03-14T12:00:00Z");
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

test.each([
  [0, "just now"],
  [59, "just now"],
  [60, "1 min ago"],
  [59 * 60 + 59, "59 min ago"],
  [3600, "1 h ago"],
  [23 * 3600 + 3599, "23 h ago"],
  [86_400, "1 day ago"],
  [6.9 * 86_400, "6 days ago"],
  [7 * 86_400, "7 Mar"],
  [100 * 86_400, "4 Dec 2025"],
])("%d seconds ago reads %s", (seconds, words) => {
  expect(relativeTime(before(seconds), now)).toBe(words);
});

test("another server's clock may run ahead a little, and what is planned lies ahead", () => {
  expect(relativeTime(before(-90), now)).toBe("just now");
  expect(relativeTime(before(-3 * 3600), now)).toBe("in 3 h");
  expect(relativeTime(before(-30 * 86_400), now)).toBe("13 Apr");
});

test("carries the exact time for machines and for whoever points at it", async () => {
  const written = String(await when(before(3600), now));
  expect(written).toContain('datetime="2026-03-14T11:00:00.000Z"');
  expect(written).toContain('title="14 March 2026 at 11:00 UTC"');
  expect(written).toContain(">1 h ago</time");
});

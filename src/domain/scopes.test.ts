import { expect, test } from "vitest";
import { grants, readScopes, SCOPES, scopeWords } from "./scopes.ts";

test.each([
  [["read"], "read:statuses", true],
  [["read:statuses"], "read:statuses", true],
  [["read:statuses"], "read", false],
  [["read:statuses"], "read:accounts", false],
  [["read"], "write:statuses", false],
  [["follow"], "write:mutes", true],
  [["follow"], "write:statuses", false],
  [["profile"], "read:accounts", false],
  [[], "read", false],
] as const)("%s grants %s: %s", (granted, wanted, expected) => {
  expect(grants(granted, wanted)).toBe(expected);
});

test("scopes are read from a list parted by spaces or pluses, each once; administration is left out", () => {
  expect(readScopes("read write+push  read admin:read admin:write:accounts")).toEqual({
    ok: true,
    scopes: ["read", "write", "push"],
  });
  expect(readScopes("  ")).toEqual({ ok: true, scopes: ["read"] });
  expect(readScopes("read everything")).toEqual({ ok: false, unknown: "everything" });
});

test("every scope has words of its own", () => {
  expect(new Set(SCOPES.map(scopeWords)).size).toBe(SCOPES.length);
});

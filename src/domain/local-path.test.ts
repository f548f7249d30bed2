import { expect, test } from "vitest";
import { readLocalPath } from "./local-path.ts";

test.each(["/", "/cases/1?look#opinion-2", "/search?q=a%20b", "/@heron@southbank.example"])(
  "%s is a path of this server",
  (path) => {
    expect(readLocalPath(path)).toBe(path);
  },
);

test.each([
  "",
  "home",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  `/${"a".repeat(1000)}`,
])("%j is none", (path) => {
  expect(readLocalPath(path)).toBeUndefined();
});

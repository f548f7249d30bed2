import { describe, expect, test } from "vitest";

import { cleanLine, cleanProse, hidesCharacters } from "./text.ts";

describe("texts", () => {
  test("prose loses what is hidden, keeps lines, markup and joiners", () => {
    expect(cleanProse("  one\r\n\r\n\r\n\r\ntwo\u202E <b>three</b> \u0000\n\tfour می\u200Cشود\u200F ")).toBe(
      "one\n\ntwo <b>three</b>\n\tfour می\u200Cشود\u200F".trim(),
    );
  });

  test("a line is one line", () => {
    expect(cleanLine(" a\u2028b\n\u0007 c\u2066 ")).toBe("a b c");
  });

  test.each(["\u0000", "\u001b", "\u009f", "\u202e", "\u2069", "\ufeff", "\ud800", "\u{e0041}"])(
    "%j is hidden",
    (sign) => {
      expect(hidesCharacters(`a${sign}b`)).toBe(true);
      expect(hidesCharacters(`a${sign}b`)).toBe(true);
    },
  );

  test.each(["plain", "tab\tline\n", "\u200d", "\u200f", "é", "👩‍⚕️"])("%j is not", (text) => {
    expect(hidesCharacters(text)).toBe(false);
  });
});

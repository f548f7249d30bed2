import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { foldText } from "./fold.ts";

describe("foldText", () => {
  test.each([
    ["Tinea  Corporis ", "tinea corporis"],
    ["Sjögren syndrome", "Sjogren Syndrome"],
    ["Ménière's disease", "Menieres disease"],
    ["Grover’s disease", "Grover's disease"],
    ["B-cell lymphoma", "B cell lymphoma"],
    ["Stevens–Johnson", "Stevens-Johnson"],
    ["O/E - ecchymoses", "O/E ecchymoses"],
    ["Weißfleckenkrankheit", "WEISSFLECKENKRANKHEIT"],
    ["ﬁbroma", "fibroma"],
    ["Løffler", "Loffler"],
    ["der\u00ADmatitis", "dermatitis"],
    ["ＡＢＣ", "abc"],
  ])("%s meets %s", (one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  test.each([
    ["HER2-", "HER2"],
    ["и", "й"],
    ["か", "が"],
    ["Lichen planus", "Lichen sclerosus"],
    ["Acne", "\u0410cne"],
    ["SCC/SCCIS", "SCC SCCIS"],
  ])("%s stays apart from %s", (one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });

  test("plain words take the short way to the same result", () => {
    const words = fc.stringMatching(/^[A-Za-z0-9(),./+ ]{1,40}$/u);
    // A soft hyphen at the end forces the long way and folds to nothing.
    fc.assert(fc.property(words, (text) => foldText(`${text}\u00AD`) === foldText(text)));
  });

  test("what is folded stays as it is when folded again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
      }),
      { numRuns: 2000 },
    );
  });
});

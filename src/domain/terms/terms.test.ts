import { describe, expect, test } from "vitest";
import { newId, type TermId } from "../ids.ts";
import { type NameMatch, termNamed } from "./code-diagnoses.ts";
import { matchKey } from "./match-key.ts";
import { preferredLanguage } from "./preferred-language.ts";
import { readTermTable } from "./read-term-table.ts";
import { type FileLine, splitLines } from "./split-lines.ts";

describe("matchKey", () => {
  test.each([
    ["Haemangioma", "hemangioma"],
    ["Naevus of Ota", "Nevus of Ota"],
    ["Glomus tumour", "Glomus tumors"],
    ["Acute generalised pustulosis", "Acute generalized pustulosis"],
    ["Coeliac disease", "Celiac disease"],
    ["Crohn's disease", "Crohn disease"],
    ["Crohns disease", "Crohn’s disease"],
    ["Genital warts", "genital wart"],
    ["Sarcoidosis (disorder)", "sarcoidosis"],
    ["Cellulitis of the leg", "Cellulitis of leg"],
    ["RA - Rheumatoid arthritis", "Rheumatoid arthritis"],
    ["Post-traumatic stress disorder", "Posttraumatic stress disorder"],
    ["Lipoma of the skin", "cutaneous lipoma"],
  ])("%s is %s", (one, other) => {
    expect(matchKey(one)).toBe(matchKey(other));
  });

  test.each([
    ["Graves disease", "Graves syndrome"],
    ["Type 1 diabetes", "Type 2 diabetes"],
    ["Hepatitis B", "Hepatitis C"],
    ["Hypothyroidism", "Hyperthyroidism"],
    ["Hyperkalemia", "Hypokalemia"],
    ["Melanoma", "Melanoma in situ"],
    ["Parapsoriasis", "Psoriasis"],
    ["Lipoma", "Lipoma of the skin"],
    ["HER2-", "HER2"],
  ])("%s is not %s", (one, other) => {
    expect(matchKey(one)).not.toBe(matchKey(other));
  });
});

describe("termNamed", () => {
  const [one, other] = [newId<TermId>(), newId<TermId>()];
  const named = (termId: TermId, kind: NameMatch["kind"]): NameMatch => ({ key: "ms", termId, kind });

  test.each([
    ["nobody is called so", [], undefined],
    ["one is", [named(one, "abbreviation")], one],
    ["two are", [named(one, "abbreviation"), named(other, "abbreviation")], undefined],
    ["one is, and another has it as a synonym", [named(other, "synonym"), named(one, "label")], one],
    ["one is by two names", [named(one, "label"), named(one, "synonym")], one],
  ])("where %s", (_, names, found) => {
    expect(termNamed("ms", names)).toBe(found);
  });
});

test.each([
  [undefined, "en"],
  ["", "en"],
  ["de-CH,de;q=0.9,en;q=0.5", "de"],
  ["nl, fr;q=0.4, es;q=0.8", "es"],
  ["de;q=0, en", "en"],
  ["*", "en"],
] as const)("of the languages %j terms are named in %s", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

test("a table may have its columns in any order, and others beside", () => {
  const table = readTermTable("Label\tID\tremarks\tde");
  expect(table?.ignored).toEqual(["remarks"]);
  expect(table?.read("Psoriasis\t9\tsee there\tPsoriasis|Schuppenflechte")).toEqual({
    row: {
      code: "9",
      names: [
        { name: "Psoriasis", language: "en", kind: "label" },
        { name: "Psoriasis", language: "de", kind: "label" },
        { name: "Schuppenflechte", language: "de", kind: "synonym" },
      ],
      parents: [],
      also: [],
    },
  });
  expect(readTermTable("name\tcode")).toBeUndefined();
});

test("lines are the same wherever the pieces of a file end", async () => {
  const bytes = Buffer.from("\u{FEFF}é\r\n\nß ü\nlast");
  for (let size = 1; size <= bytes.length; size += 1) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    const file = (async function* () {
      yield* pieces;
    })();
    const lines: FileLine[] = [];
    for await (const line of splitLines(file)) lines.push(line);
    expect(lines).toEqual([
      { line: 1, text: "é" },
      { line: 3, text: "ß ü" },
      { line: 4, text: "last" },
    ]);
  }
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv } from "./csv.ts";

const cells = (text: string) => {
  const read = readCsv(text);
  return Array.isArray(read) ? read.map((row) => row.cells) : read;
};

describe("readCsv", () => {
  test.each<[string, string, unknown]>([
    [
      "cells",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "no line end at the end",
      "a,b\r\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["quotes", '"a, b","say ""so""","two\nlines"', [["a, b", 'say "so"', "two\nlines"]]],
    [
      "empty cells and empty lines",
      "a,,\n\n,,\nb,c,d",
      [
        ["a", "", ""],
        ["b", "c", "d"],
      ],
    ],
    [
      "semicolons and a byte order mark",
      "\uFEFFa;b\n1,5;2",
      [
        ["a", "b"],
        ["1,5", "2"],
      ],
    ],
    ["nothing", "", []],
    ["a quotation mark left open", 'a,b\n"c,d', { line: 2, message: "A quotation mark is not closed." }],
    [
      "text behind a quotation mark",
      '"a"b,c',
      { line: 1, message: "After a closing quotation mark comes a comma or the end of the line." },
    ],
  ])("reads %s", (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  test("names the line on which a row begins", () => {
    const read = readCsv('a\n"two\nlines"\nb');
    expect(Array.isArray(read) && read.map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  test("gives back whatever was written by the rules", () => {
    const cell = fc.string().filter((text) => text.trim() !== "" && !text.includes("\uFEFF"));
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(table, (rows) => {
        // A comma in the first line says that commas part the cells.
        const all = [["head", "er"], ...rows];
        expect(cells(all.map((row) => row.map(quoted).join(",")).join("\r\n"))).toEqual(all);
      }),
    );
  });
});

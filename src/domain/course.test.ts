import { describe, expect, test } from "vitest";

import { checkCourse } from "./course.ts";

describe("checkCourse", () => {
  test("reads lines in the ways people write them, in the order of their days", () => {
    const text = [
      "day -31: terbinafine begun",
      "Day −60 first noticed, coin-sized",
      "",
      "-3: second KOH negative",
      "day 0: seen here",
      "D +14 – biopsy: read twice",
      "-0: photographed",
      "day 2: -5 kg",
    ].join("\r\n");
    expect(checkCourse(text)).toEqual({
      ok: true,
      value: [
        { day: -60, event: "first noticed, coin-sized" },
        { day: -31, event: "terbinafine begun" },
        { day: -3, event: "second KOH negative" },
        { day: 0, event: "seen here" },
        { day: 0, event: "photographed" },
        { day: 2, event: "-5 kg" },
        { day: 14, event: "biopsy: read twice" },
      ],
    });
  });

  test("names the lines that are none by their number: a date is no day", () => {
    expect(
      checkCourse(
        "day -3: begun\n\n12 January: seen\n12 January seen\nday: nothing\nday 3 :\n12:30 seen\nday 12-14: fever",
      ),
    ).toEqual({
      ok: false,
      faults: [3, 4, 5, 6, 7, 8].map((line) => ({
        field: "course",
        message: `Line ${line} of the course is not an event: write it like “day -31: terbinafine begun”.`,
      })),
    });
  });

  test("refuses a longer course in one sentence", () => {
    for (const line of ["day 1: seen\n", "nonsense\n"]) {
      expect(checkCourse(line.repeat(61))).toEqual({
        ok: false,
        faults: [{ field: "course", message: "Name at most 60 events of the course, one a line." }],
      });
    }
  });

  test("is empty where nothing was written", () => {
    expect(checkCourse(" \n ")).toEqual({ ok: true, value: [] });
  });
});

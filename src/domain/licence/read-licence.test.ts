import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLicence } from "./read-licence.ts";
import { REGISTERS } from "./registers.ts";

describe("readLicence", () => {
  test.each([
    // The example of CMS's own description of the check digit.
    ["npi", "1234567893", "1234567893"],
    ["npi", "1993999998", "1993999998"],
    ["gmc", "GMC", undefined],
    ["gmc", "6012345", "6012345"],
    ["rpps", "100 0346 3524", undefined],
    ["rpps", "10003456785", undefined],
    ["hpi-i", "8003 6111 2345 6788", undefined],
    ["hpi-i", "8003601112345678", undefined],
    // 1·4 + 2·9 + 3·4 + 4·9 + 5·4 + 6·9 = 144, so the check digit is 6.
    ["lanr", "123456-6-01", "123456601"],
    ["lanr", "123456701", undefined],
    ["big", "19023456701", "19023456701"],
    ["big", "19023456703", undefined],
    ["hpr", "9144889", "9144889"],
    ["hpr", "0144889", undefined],
    ["npi", "3234567893", undefined],
    ["npi", "123456789", undefined],
    ["NPI ", "1234567893", "1234567893"],
    ["passport", "1234567893", undefined],
  ])("%s %s", (register, number, digits) => {
    const read = readLicence(register, number);
    expect(read.ok ? read.value.number : undefined).toBe(digits);
  });

  test("says which part is wrong, and what would be right", () => {
    expect(readLicence("", "1")).toMatchObject({ faults: [{ field: "register" }] });
    expect(readLicence("gmc", "12")).toMatchObject({
      faults: [
        { field: "number", message: "A number of the GMC reference number (United Kingdom) has 7 digits." },
      ],
    });
    expect(readLicence("npi", "1234567890")).toMatchObject({
      faults: [{ field: "number", message: expect.stringContaining("check digit") as unknown }],
    });
  });

  const withCheckDigit = REGISTERS.filter((one) => "holds" in one);
  const prefix = { npi: "1", rpps: "1", "hpi-i": "800361", lanr: "", gln: "7601" } as const;
  const length = { npi: 10, rpps: 11, "hpi-i": 16, lanr: 9, gln: 13 } as const;

  test.each(withCheckDigit.map(({ code }) => code))(
    "%s: one wrong digit is found, whatever the number",
    (code) => {
      fc.assert(
        fc.property(
          fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
          fc.nat(),
          fc.integer({ min: 1, max: 9 }),
          (digits, where, more) => {
            const start = prefix[code];
            const body = [...digits.take(length[code] - start.length)].join("");
            const place = code === "lanr" ? 6 : length[code] - 1;
            const all = `${start}${body}`.split("");
            const valid = Array.from({ length: 10 }, (_, check) =>
              all.with(place, String(check)).join(""),
            ).filter((number) => readLicence(code, number).ok);
            // Exactly one check digit fits any number.
            expect(valid).toHaveLength(1);
            const number = (valid[0] ?? "").split("");
            // The last two digits of a German number say the specialty and are not checked.
            const checked = code === "lanr" ? 7 : number.length;
            const at = start.length + (where % (checked - start.length));
            const wrong = number.with(at, String((Number(number[at]) + more) % 10)).join("");
            // Weight 4 lets digits pass that differ by five, as the German rule has it.
            if (code === "lanr" && at < 6 && at % 2 === 0 && more === 5) return;
            expect(readLicence(code, wrong).ok).toBe(false);
          },
        ),
      );
    },
  );
});

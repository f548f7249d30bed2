import { foldSpace } from "../text.ts";
import { type RowResult, shortName } from "./term.ts";

/** `00001 A00     0 Cholera   …   Cholera`: number, code, whether it can be billed, short and long description. */
const ORDER_LINE = /^\d{5} ([A-Z]\d[0-9A-Z]{1,5}) +[01] .{60} (.+)$/u;
/** `A000    Cholera due to Vibrio cholerae 01, biovar cholerae`: code and description. */
const CODES_LINE = /^([A-Z]\d[0-9A-Z]{1,5}) +(\S.*)$/u;

/** Whether a line is one of ICD-10-CM's published text files: `icd10cm-order-YEAR.txt` or `icd10cm-codes-YEAR.txt`. */
export const isIcdLine = (line: string): boolean => ORDER_LINE.test(line) || CODES_LINE.test(line);

/**
 * Reads a line of ICD-10-CM as the National Center for Health Statistics publishes it: codes without the point, which stands after
 * the third character. The hierarchy is in the codes themselves.
 */
export function readIcdLine(line: string): RowResult {
  const [, bare = "", description = ""] = ORDER_LINE.exec(line) ?? CODES_LINE.exec(line) ?? [];
  if (bare === "") {
    return {
      fault:
        "Is no line of ICD-10-CM: a code such as A000, blanks, and its description; or such a line of the order file.",
    };
  }
  return {
    row: {
      code: bare.length > 3 ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare,
      names: [{ name: shortName(foldSpace(description)), language: "en", kind: "label" }],
      parents: [],
      also: [],
    },
  };
}

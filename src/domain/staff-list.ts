import { type Application, readApplication } from "./application.ts";
import { readCsv } from "./csv.ts";
import { type Fault, invalid, Refusal } from "./refusal.ts";

/** The columns of a staff list, by their names in its first row; the order does not matter, others are passed over. */
export const STAFF_COLUMNS = ["name", "profession", "specialty", "grade", "register", "number"] as const;
const NEEDED = ["name", "profession", "register", "number"];
const MAX_ROWS = 5000;

/** A row of a staff list: somebody to be invited, or what is wrong with it. */
export type StaffRow =
  | { readonly line: number; readonly ok: true; readonly person: Application }
  | { readonly line: number; readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads a staff list row by row: each like an application, and no number twice.
 * @throws Refusal invalid where the file as such cannot be read, saying where
 */
export function readStaffList(text: string): StaffRow[] {
  const rows = readCsv(text);
  if (!Array.isArray(rows)) throw invalid("file", `Line ${rows.line}: ${rows.message}`);
  const [header, ...people] = rows;
  const names = (header?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw invalid(
      "file",
      `The first row names the columns, and lacks ${missing.join(", ")}. It would be right like this: ${STAFF_COLUMNS.join(",")}`,
    );
  }
  if (people.length > MAX_ROWS)
    throw invalid("file", `A list has at most ${MAX_ROWS} rows; this one has ${people.length}.`);
  const seen = new Map<string, number>();
  return people.map(({ line, cells }) => {
    const field = (name: string): string => cells[names.indexOf(name)]?.trim() ?? "";
    const row = readRow(line, field);
    if (!row.ok) return row;
    const { register, number } = row.person.details.licence;
    const before = seen.get(`${register} ${number}`);
    if (before !== undefined) {
      return {
        line,
        ok: false,
        faults: [{ field: "number", message: `Line ${before} has the same number.` }],
      };
    }
    seen.set(`${register} ${number}`, line);
    return row;
  });
}

function readRow(line: number, field: (name: string) => string): StaffRow {
  try {
    return { line, ok: true, person: readApplication(field) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { line, ok: false, faults: error.faults };
  }
}

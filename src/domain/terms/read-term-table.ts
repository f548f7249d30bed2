import { isCode } from "../diagnosis.ts";

import { foldSpace, hidesCharacters } from "../text.ts";
import { type RowResult, shortName, TERM_LANGUAGES, type TermName } from "./term.ts";

/** Most names, parents and codes of a row; beyond it the row is broken rather than rich. */
const MAX_LIST = 200;

const COLUMNS = ["id", "label", "parents", "icd10cm", "exact_synonyms", "abbreviations", "de", "fr", "es"];

export interface TermTable {
  /** Columns that say nothing to us. */
  readonly ignored: readonly string[];
  readonly read: (line: string) => RowResult;
}

/**
 * Reads the head of a table of terms with tabs between its columns: `id` and `label` must be there; `parents`, `icd10cm`,
 * `exact_synonyms`, `abbreviations` and one column for each other language may be, with `|` between the entries of a cell (or a comma between codes). The first
 * entry of a language is its label there.
 *
 * @returns undefined where the line is no such head
 */
export function readTermTable(head: string): TermTable | undefined {
  const columns = head.split("\t").map((name) => name.trim().toLowerCase());
  if (!columns.includes("id") || !columns.includes("label")) return undefined;
  return {
    ignored: columns.filter((name) => !COLUMNS.includes(name)),
    read: (line) => readRow(columns, line.split("\t")),
  };
}

function readRow(columns: readonly string[], cells: readonly string[]): RowResult {
  if (cells.length > columns.length) {
    return { fault: `Has ${cells.length} columns, the head of the table has ${columns.length}.` };
  }
  const cell = (name: string): string => foldSpace(cells[columns.indexOf(name)] ?? "");
  const list = (name: string, separator: RegExp = /\|/u): readonly string[] =>
    cell(name)
      .split(separator)
      .map((entry) => shortName(entry.trim()))
      .filter((entry) => entry !== "");
  const code = cell("id");
  if (!isCode(code)) return { fault: `The id “${code}” is no code: 1 to 64 letters, digits and . : / + - _` };
  if (cell("label") === "") return { fault: `${code} has no label.` };
  const label: TermName = { name: shortName(cell("label")), language: "en", kind: "label" };
  const others: readonly TermName[] = [
    ...list("exact_synonyms").map((name): TermName => ({ name, language: "en", kind: "synonym" })),
    ...list("abbreviations").map((name): TermName => ({ name, language: "und", kind: "abbreviation" })),
    ...TERM_LANGUAGES.flatMap((language) =>
      list(language).map((name, at): TermName => ({ name, language, kind: at === 0 ? "label" : "synonym" })),
    ),
  ];
  const also = list("icd10cm", /[|,]/u).map((icd) => ({ system: "icd10cm", code: icd }));
  const row = { code, names: [label, ...others] as const, parents: list("parents", /[|,]/u), also };
  const fault = faultOf(row);
  return fault === undefined ? { row } : { fault: `${code}: ${fault}` };
}

function faultOf(row: Extract<RowResult, { row: unknown }>["row"]): string | undefined {
  const { names, parents, also } = row;
  const hidden = names.find(({ name }) => hidesCharacters(name));
  if (hidden !== undefined) return "a name holds invisible control or text-direction characters.";
  if (Math.max(names.length, parents.length, also.length) > MAX_LIST) return `more than ${MAX_LIST} entries.`;
  const wrong = [...parents, ...also.map(({ code }) => code)].find((code) => !isCode(code));
  return wrong === undefined ? undefined : `“${wrong}” is no code.`;
}

/** A row of a CSV file and the line on which it begins, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What is wrong with the file as such. */
export interface CsvFault {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads CSV (RFC 4180): cells between commas, in quotes where they hold commas, quotes or line ends. A byte order mark and empty
 * lines are passed over; where the first line holds a semicolon and no comma, semicolons part the cells, as spreadsheets of many
 * countries write them.
 */
export function readCsv(text: string): CsvRow[] | CsvFault {
  const content = text.replace(/^\uFEFF/u, "");
  const first = content.slice(0, /[\r\n]|$/u.exec(content)?.index);
  const comma = first.includes(";") && !first.includes(",") ? ";" : ",";
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = 0;
  while (at <= content.length) {
    const isQuoted = content[at] === '"';
    const end = isQuoted ? endOfQuoted(content, at) : endOfPlain(content, at, comma);
    if (end === undefined) return { line, message: "A quotation mark is not closed." };
    const raw = content.slice(at, end);
    cells.push(isQuoted ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    line += raw.split("\n").length - 1;
    if (content[end] === comma) {
      at = end + 1;
      continue;
    }
    if (isQuoted && end < content.length && !/[\r\n]/u.test(content.charAt(end))) {
      return { line, message: "After a closing quotation mark comes a comma or the end of the line." };
    }
    if (cells.some((cell) => cell.trim() !== "")) rows.push({ line: start, cells });
    cells = [];
    at = end + (content.startsWith("\r\n", end) ? 2 : 1);
    line += 1;
    start = line;
  }
  return rows;
}

function endOfQuoted(content: string, at: number): number | undefined {
  for (let end = content.indexOf('"', at + 1); end !== -1; end = content.indexOf('"', end + 2)) {
    if (content[end + 1] !== '"') return end + 1;
  }
  return undefined;
}

function endOfPlain(content: string, at: number, comma: string): number {
  let end = at;
  while (end < content.length && content[end] !== comma && !/[\r\n]/u.test(content.charAt(end))) end += 1;
  return end;
}

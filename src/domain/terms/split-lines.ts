import { invalid } from "../refusal.ts";

/** A line of a file, counted from 1; without `text` where it is longer than any row can be. */
export interface FileLine {
  readonly line: number;
  readonly text: string | undefined;
}

/** A row with two hundred names of two hundred characters is shorter. */
const MAX_LINE_CHARACTERS = 100_000;

/**
 * Splits a stream of bytes into lines, never holding more than one of them; a byte order mark at the start is dropped, and so
 * are empty lines.
 *
 * @throws Refusal invalid, with the line, where the bytes are not UTF-8
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let isTooLong = false;
  let line = 1;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw invalid(
        "file",
        `The file is not UTF-8 at or after line ${line}. Save it as UTF-8 and try again.`,
      );
    }
  };
  for await (const chunk of chunks) {
    const [first = "", ...others] = decode(chunk).split("\n");
    rest += first;
    for (const next of others) {
      yield* lineOf(line, rest, isTooLong);
      isTooLong = false;
      line += 1;
      rest = next;
    }
    if (rest.length > MAX_LINE_CHARACTERS) {
      isTooLong = true;
      rest = "";
    }
  }
  yield* lineOf(line, rest + decode(), isTooLong);
}

function* lineOf(line: number, text: string, isTooLong: boolean): Generator<FileLine> {
  if (isTooLong || text.length > MAX_LINE_CHARACTERS) yield { line, text: undefined };
  else if (text.trim() !== "") yield { line, text: text.replace(/\r$/u, "") };
}

/**
 * Characters that a reader cannot see and that change what is read or break what stores it: control characters
 * (except tab and line ends), lone surrogates, the byte order mark, interlinear annotations, tag characters, and the
 * explicit bidirectional controls (embeddings, overrides, isolates: UAX #9, section 2). Joiners and the
 * left-to-right and right-to-left marks stay: Persian, Hindi, Arabic and Hebrew are written with them.
 */
const HIDDEN =
  /[[\p{Cc}--[\t\n\r\u0085]]\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gv;

/** Whether a text holds control characters or bidirectional controls: where it names something, it is refused. */
export const hidesCharacters = (text: string): boolean => text.search(HIDDEN) !== -1;

/** One line: NFC, every run of white space a single space, trimmed. Hidden characters stay, to be refused. */
export const foldSpace = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(/[\s\u0085]+/gu, " ")
    .trim();

/** One line of a case: as {@link foldSpace}, hidden characters gone. */
export const cleanLine = (text: string): string => foldSpace(text.replaceAll(HIDDEN, ""));

/**
 * A text of several lines as it is kept: NFC, lines ended by "\n", at most one blank line in a row, trimmed, hidden
 * characters gone. They are removed and not refused here, since they come along whenever somebody pastes from a
 * record, and the author sees the cleaned text in the preview. Markup stays as it is: it is text.
 */
export function cleanProse(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/gu, "\n")
    .replaceAll(HIDDEN, "")
    .replaceAll(/[^\S\n]+$/gmu, "")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim();
}

/** Orders two texts by their code units: the same on every machine, whatever its language. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

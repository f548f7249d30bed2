import { readFile } from "node:fs/promises";
import { IDENTIFIER_KINDS, type IdentifierKind } from "#domain/identifier.ts";
import type { Label, LabelledText } from "../support/labelled-text.ts";

/** The files of each language; of "fresh", those that no rule was changed for. */
const NOTE_FILES = {
  en: ["en-gb.txt", "en-us.txt", "en-world.txt", "en-later.txt"],
  de: ["de.txt", "de-later.txt"],
  fr: ["fr.txt", "fr-later.txt"],
  es: ["es.txt", "es-later.txt"],
  fresh: ["fresh/en.txt", "fresh/de.txt", "fresh/fr.txt", "fresh/es.txt"],
} as const;
export type NoteSet = keyof typeof NOTE_FILES;

const HEADING = /^### .*\n/mu;
const MARK = /\[\[(?<kind>[a-z-]+):(?<marked>[^[\]]+)\]\]/gu;

/** Reads the notes of a language, or the fresh ones. @throws Error where a mark is none: which, and in which file */
export async function readNotes(set: NoteSet): Promise<LabelledText[]> {
  const files = NOTE_FILES[set].map(async (file) => {
    const [, ...notes] = (await readFile(new URL(file, import.meta.url), "utf8")).split(HEADING);
    return notes.map((note) => readNote(note.trim(), file));
  });
  return (await Promise.all(files)).flat();
}

/** Takes the marks out of a note, `[[kind:text]]`, and says where they stood. */
function readNote(marked: string, file: string): LabelledText {
  const labels: Label[] = [];
  let text = "";
  let read = 0;
  for (const match of marked.matchAll(MARK)) {
    const { kind, marked: identifier = "" } = match.groups ?? {};
    if (!isKind(kind)) throw new Error(`${file}: ${match[0]} names no kind of identifier.`);
    text += marked.slice(read, match.index);
    labels.push({ start: text.length, end: text.length + identifier.length, kind });
    text += identifier;
    read = match.index + match[0].length;
  }
  text += marked.slice(read);
  const left = /\[\[|\]\]/u.exec(text);
  if (left !== null) {
    const around = text.slice(Math.max(0, left.index - 20), left.index + 20);
    throw new Error(`${file}: a mark is not closed, nested or empty near "${around}".`);
  }
  return { text, labels };
}

const isKind = (kind: string | undefined): kind is IdentifierKind =>
  IDENTIFIER_KINDS.some((known) => known === kind);

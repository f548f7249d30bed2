import { findIdentifiers } from "#deid/text/find-identifiers.ts";
import { type NoteSet, readNotes } from "../notes/read-notes.ts";
import { type DeidFigures, deidFigures } from "../support/deid-figures.ts";
import type { LabelledText } from "../support/labelled-text.ts";
import { readQueries } from "../support/read-queries.ts";

const LANGUAGES: readonly NoteSet[] = ["en", "de", "fr", "es"];

/**
 * How much of what identifies somebody is found in texts: in the notes beside this program, as a whole and by language, in
 * fresh ones that no rule was changed for, and in the labelled queries of a folder.
 *
 * @returns figures by set: "notes", "notes-en" and so on, "fresh", "queries"
 * @throws Error where a file of texts cannot be read
 */
export async function benchDeid(queries: string | undefined): Promise<Record<string, DeidFigures>> {
  const languages = await Promise.all(
    LANGUAGES.map(async (language) => ({ language, texts: await readNotes(language) })),
  );
  const notes = languages.flatMap(({ texts }) => texts);
  const fresh = await readNotes("fresh");
  const others = queries === undefined ? [] : await readQueries(queries);
  // What a process does once (lists are read, code is compiled) is no part of a text's time.
  for (const { text } of [...notes, ...fresh, ...others]) findIdentifiers(text);
  return {
    notes: search(notes),
    ...Object.fromEntries(languages.map(({ language, texts }) => [`notes-${language}`, search(texts)])),
    fresh: search(fresh),
    ...(queries !== undefined && { queries: search(others) }),
  };
}

function search(set: readonly LabelledText[]): DeidFigures {
  return deidFigures(
    set.map((labelled) => {
      const begun = performance.now();
      const finds = findIdentifiers(labelled.text);
      return { ...labelled, finds, milliseconds: performance.now() - begun };
    }),
  );
}

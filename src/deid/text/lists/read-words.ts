import { readFileSync } from "node:fs";

/** A word as the lists compare it: NFC, straight apostrophes, small letters. */
export const plain = (word: string): string => word.normalize("NFC").replaceAll("’", "'").toLowerCase();

/** The words of a list beside this file, as {@link plain}; lines with # are about the list. */
export const readWords = (list: string): Set<string> =>
  new Set(readLines(list).flatMap((line) => line.split(/\s+/u).map(plain)));

/** The lines of a list beside this file. */
export const readLines = (list: string): string[] =>
  readFileSync(new URL(list, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

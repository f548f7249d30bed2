import { allDe, allEn, allEs, allFr, allIt, allNl } from "human-names";
import { plain, readLines, readWords } from "./lists/read-words.ts";

/** They count as a name only beside a surname, an initial or a title. */
const ambiguousGiven = readWords("given-names-and-words.txt");
const noNames = readWords("no-names.txt");
const eponymHeads = readWords("eponym-heads.txt");
const eponyms = readWords("eponyms.txt");
const knownPlaces = readWords("known-places.txt");
const products = readWords("products.txt");
const ambiguousCities = readWords("cities-and-words.txt");

const english = new Set(allEn.map(plain));
const onlyGiven = new Set([...readWords("given-names.txt"), ...readWords("more-given-names.txt")]);
const given = new Set([
  ...[...allEn, ...allFr, ...allDe, ...allEs, ...allIt, ...allNl].map(plain),
  ...onlyGiven,
]);

/** Surnames that are words of `no-names.txt` too. */
const alsoSurnames = new Set(
  "white black may day english french german west north young child best new gram page long short lambda adult stage march august left".split(
    " ",
  ),
);

/** Whether a word, though written small, is a given name in English. */
export const isGivenNameWrittenSmall = (word: string): boolean =>
  english.has(plain(word)) && !ambiguousGiven.has(plain(word)) && !noNames.has(plain(word));
/** Whether a word that begins no name can end one. */
export const mayBeSurname = (word: string): boolean =>
  !noNames.has(plain(word)) || alsoSurnames.has(plain(word));
/** Whether a word is somebody's given name and hardly anything else. */
export const isGivenName = (word: string): boolean =>
  given.has(plain(word)) && !ambiguousGiven.has(plain(word)) && !knownPlaces.has(plain(word));
/** Whether a word is a given name and nothing else in any of the languages. */
export const isOnlyGivenName = (word: string): boolean => onlyGiven.has(plain(word)) && isGivenName(word);
/** Whether a word can be a given name. */
export const mayBeGivenName = (word: string): boolean => given.has(plain(word)) && !noNames.has(plain(word));
/** Whether a word with a capital begins no name. */
export const isNoName = (word: string): boolean => noNames.has(plain(word).replace(/'s$/u, ""));
/** Whether what follows makes the words before it an eponym. */
export const isEponymHead = (word: string): boolean => eponymHeads.has(plain(word));
/** Whether medicine named something after a person or place of this name. */
export const isEponym = (word: string): boolean => eponyms.has(plain(word).replace(/'s$/u, ""));
/** Whether a word names a state, a country, a people or a larger region. */
export const isKnownPlace = (word: string): boolean => knownPlaces.has(plain(word));
/** Whether a word with a capital is known to name neither a person nor a place. */
export const isProduct = (word: string): boolean => products.has(plain(word));

const cities: ReadonlyMap<string, readonly string[][]> = readCities();

function readCities(): Map<string, string[][]> {
  const byFirstWord = new Map<string, string[][]>();
  for (const line of [...readLines("cities.txt"), ...readLines("more-cities.txt")]) {
    const words = plain(line).split(" ");
    const [first = ""] = words;
    if (words.length === 1 && (ambiguousCities.has(first) || noNames.has(first))) continue;
    const before = byFirstWord.get(first);
    if (before === undefined) byFirstWord.set(first, [words]);
    else before.push(words);
  }
  for (const names of byFirstWord.values()) names.sort((one, other) => other.length - one.length);
  return byFirstWord;
}

/** How many of the words, from the first one on, are a city's name; 0 where they are none. */
export function cityWords(words: readonly string[]): number {
  const [first = "", ...rest] = words.map(plain);
  const found = cities.get(first)?.find((name) => name.slice(1).every((word, index) => word === rest[index]));
  return found?.length ?? 0;
}

import type { Finder, Found } from "./finder.ts";
import { matches } from "./finder.ts";
import { followsTitle, isContextWord, isNamedAfter } from "./name-contexts.ts";
import {
  isEponym as isEponymWord,
  isEponymHead,
  isGivenName,
  isGivenNameWrittenSmall,
  isKnownPlace,
  isNoName,
  isOnlyGivenName,
  mayBeGivenName,
  mayBeSurname,
} from "./word-lists.ts";

/** A word with a capital, without the "'s" that may follow. */
const PART = String.raw`\p{Lu}(?:\p{L}|['’](?!s(?!\p{L})))*\p{Ll}`;
const WORD = `${PART}(?:-${PART})?`;
const PARTICLE = String.raw`(?:(?:de|del|della|di|da|dos|van|von|zu|der|den|la|le|bin|ibn|al|el|ter|ten|st\.|mac|mc|o['’])\s+){0,2}`;
const INITIAL = String.raw`\p{Lu}(?!\p{L}|['’](?!s(?!\p{L})))\.?`;
const REST = String.raw`(?:\s+(?:${INITIAL}\s+)?${PARTICLE}${WORD}(?:\s${WORD})?|\s+${INITIAL})`;

const TITLE = String.raw`(?:Dr|Dres|Drs|Prof|Professor|Doctor|Doktor|Docteur|Mr|Mrs|Ms|Mx|Miss|Mister|Sir|Dame|Nurse|Herr|Herrn|Frau|Monsieur|Madame|Mme|Mlle|Señor|Señora|Sra?|Don|Doña|dr|mr|mrs|ms|prof)`;
const TITLED = new RegExp(
  String.raw`(?<![\p{L}\d]|\d\s)${TITLE}\.?\s+(?:(?:Dr|Prof|med|Kollege|Kollegin|Priv\.-Doz)\.?\s+)*(?:${INITIAL}\s*)*(?:${PARTICLE}${WORD}${REST}?|(?<=\.\s*\p{Lu}\.?\s*|\s\p{Lu}\.?\s*)(?![\p{L}]))`,
  "gu",
);
const TITLED_LOWER = /(?<![\p{L}\d])(?:dr|mr|mrs|ms|prof)\.?\s+(?<id>\p{Ll}{3,})(?![\p{L}])/dgu;
const TWO = new RegExp(String.raw`(?<![\p{L}\d'’.-])(?<first>${WORD})(?<rest>${REST})(?![\p{L}])`, "gu");
const ONE = new RegExp(String.raw`(?<![\p{L}\d'’-])${WORD}(?![\p{L}-])`, "gu");
const INITIALS_FIRST = new RegExp(
  String.raw`(?<![\p{L}\d./])(?:\p{Lu}\.\s?){1,2}(?<last>${WORD})(?![\p{L}])`,
  "gu",
);
const LAST_FIRST = new RegExp(
  String.raw`(?<![\p{L}\d])(?<last>\p{Lu}[\p{L}'’-]+),\s(?<given>\p{Lu}[\p{L}]+)(?:\s${INITIAL})?(?![\p{L}])`,
  "gu",
);
const NAMED = new RegExp(
  String.raw`\b(?:[Pp]atient(?:in)?|[Pp]t|[Nn]amed?|[Cc]alled|[Nn]ame(?:\s+is|:)|[Ll]ike|[Mm]other|[Ff]ather|[Ww]ife|[Hh]usband|[Ss]on|[Dd]aughter|[Bb]rother|[Ss]ister|[Rr]esident|[Gg]uardian|[Cc]aregiver|[Ff]or|[Nn]amens|[Nn]ommée?|[Ll]lamad[oa]|[Pp]aciente|[Aa]ttending|[Ss]urgeon|[Pp]hysician)\s*[,:(]?\s*(?<id>(?<first>${WORD})(?<rest>${REST})?)(?![\p{L}])`,
  "dgu",
);
const NAMED_LOWER =
  /\b(?:patient|pt|named|called|mother|father|wife|husband|son|daughter)\s+(?<id>(?<first>\p{Ll}{3,})(?:\s+(?<last>\p{Ll}\.?(?![\p{L}])|\p{Ll}{3,}))?)/dgu;
const APPOSED = new RegExp(
  String.raw`[,(;:–—]\s*(?<id>(?<first>${WORD})\s+(?:${INITIAL}|(?<last>${WORD})))(?=\s*[,.);:–—?!]|\s+(?:who|with|is|was|at|from|has|had|presented|presents|seen|born|treated|admitted|\())`,
  "dgu",
);
const UNKNOWN_INITIAL = new RegExp(
  String.raw`(?<![\p{L}\d'’.-])(?<first>${WORD})\s\p{Lu}\.(?=[\s,;:)?]|$)`,
  "gu",
);

/** Small letters only, as in messages: behind a kinship, a colon, or in the name of a file. */
const GIVEN_LOWER =
  /(?<!\p{L})(?:pt|gf|bf|wife|husband|son|daughter|mother|father|mum|mom|sister|brother|partner|patient|frau|herr|tochter|sohn|mutter|vater)\s(?<id>(?<first>\p{Ll}{3,})(?:\s\p{Ll}\.)?)(?!\p{L})|(?<=:\s)(?<id>(?<first>\p{Ll}{3,})\s\p{Ll}{3,})(?!\p{L})|(?<![\p{L}\d])(?<id>(?<first>\p{Ll}{3,})_\p{Ll}{3,})(?=[_.\d])/dgu;
const INITIAL_LOWER = /(?<!\p{L})(?:pt|patient|dr|mr|mrs|ms)\.?\s(?<id>\p{Ll}\.\s?\p{Ll}{3,})(?!\p{L})/dgu;
/** A surname in capitals behind the word that says so. */
const CAPITALS_LABELLED =
  /(?<!\p{L})(?:[Nn]ame|NAME|[Pp]atient(?:in)?|PATIENT|[Pp]aciente|PACIENTE|[Nn]om|NOM)\s?:\s*(?<id>\p{Lu}{2,}(?:[ '’-]\p{Lu}{2,})*(?:,?\s\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*){0,3})(?!\p{L})/dgu;

const wordAfter = (text: string, end: number): string =>
  /^(?:['’]s)?\s+([\p{L}-]+)/u.exec(text.slice(end, end + 40))?.[1] ?? "";
const isPossessive = (text: string, end: number): boolean =>
  /^['’]s?\s+\p{Ll}/u.test(text.slice(end, end + 6));
/** Whether a name that ends here is part of what medicine named after somebody. */
const isEponym = (text: string, end: number): boolean => {
  const next = wordAfter(text, end);
  const second = wordAfter(text, end + (text.slice(end).indexOf(next) + next.length));
  return (
    isEponymHead(next) ||
    (isEponymHead(second) && !/^(?:with|and|for|has|had|who|was|is|of|to|on|at|in|the|a)$/u.test(next))
  );
};
/** The same, or made of words that medicine uses alone, as in "grade by" or behind "signe de". */
function isPartOfEponym(text: string, match: RegExpExecArray): boolean {
  const before = text.slice(Math.max(0, match.index - 48), match.index);
  const words = match[0].split(/[\s-]+/u).filter((word) => /^\p{Lu}/u.test(word));
  const isNamed = isEponymWord(words.join("-"));
  return (
    isEponym(text, end(match)) ||
    (isNamed && !followsTitle(before)) ||
    isNamedAfter(before, text.slice(end(match), end(match) + 24))
  );
}
const startsSentence = (text: string, start: number): boolean =>
  start === 0 || /[.!?:\n]\s*["'“(]?$/u.test(text.slice(Math.max(0, start - 4), start));
const end = (match: RegExpExecArray): number => match.index + match[0].length;
const group = (match: RegExpExecArray, name: string): string => match.groups?.[name] ?? "";
const lastWord = (text: string): string => text.trim().split(/\s+/u).at(-1) ?? "";

/** Names of people: by title, by given name, by what stands before them. Eponyms are none. */
export const findNames: Finder = function* (text): Generator<Found> {
  yield* matches(text, TITLED, "name", "title");
  yield* matches(text, TITLED_LOWER, "name", "title-lower");
  yield* matches(text, TWO, "name", "given-name", (match) => {
    const rest = lastWord(group(match, "rest"));
    const first = group(match, "first");
    if (!mayBeGivenName(first) || isPartOfEponym(text, match)) return false;
    if (isGivenName(first)) return mayBeSurname(rest);
    return !isNoName(rest) && !startsSentence(text, match.index);
  });
  yield* matches(text, ONE, "name", "given-name-alone", (match) => {
    if (!isGivenName(match[0]) || isNoName(match[0]) || startsSentence(text, match.index)) return false;
    return !isPartOfEponym(text, match);
  });
  yield* matches(text, INITIALS_FIRST, "name", "initial-surname", (match) => {
    return (
      !isNoName(group(match, "last")) && !isEponym(text, end(match)) && !startsSentence(text, match.index)
    );
  });
  yield* matches(text, LAST_FIRST, "name", "surname-first", (match) => {
    return (
      isGivenName(group(match, "given")) &&
      !isEponymWord(group(match, "given")) &&
      !isNoName(group(match, "last")) &&
      !startsSentence(text, match.index)
    );
  });
  yield* matches(text, NAMED, "name", "named", (match) => {
    const isFor = /^for/iu.test(match[0]);
    const first = group(match, "first");
    if (
      isNoName(first) ||
      isContextWord(first) ||
      isEponym(text, end(match)) ||
      isPossessive(text, end(match))
    )
      return false;
    return !isFor && (group(match, "rest") === "" || !isNoName(lastWord(group(match, "rest"))));
  });
  yield* matches(text, NAMED_LOWER, "name", "named-lower", (match) =>
    isGivenNameWrittenSmall(group(match, "first")),
  );
  yield* matches(text, GIVEN_LOWER, "name", "given-name-lower", (match) =>
    isOnlyGivenName(group(match, "first")),
  );
  yield* matches(text, INITIAL_LOWER, "name", "initial-lower");
  yield* matches(text, CAPITALS_LABELLED, "name", "capitals-labelled");
  yield* matches(text, APPOSED, "name", "apposition", (match) => {
    const words = [group(match, "first"), group(match, "last")];
    return !words.some((word) => isNoName(word) || isKnownPlace(word)) && !isPartOfEponym(text, match);
  });
  yield* matches(
    text,
    UNKNOWN_INITIAL,
    "name",
    "initial",
    (match) =>
      !isNoName(group(match, "first")) &&
      !isEponym(text, end(match)) &&
      !/^[AVN]\.\s\p{Ll}/u.test(text.slice(end(match) - 2, end(match) + 2)),
  );
};

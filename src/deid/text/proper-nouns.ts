import type { Finder, Found } from "./finder.ts";
import { languageOf } from "./language.ts";
import {
  followsKin,
  followsLabel,
  followsPlaceWord,
  followsTitle,
  isContextWord,
  isNamedAfter,
  precedesPerson,
} from "./name-contexts.ts";
import {
  isEponym,
  isEponymHead,
  isGivenName,
  isKnownPlace,
  isNoName,
  isOnlyGivenName,
  isProduct,
} from "./word-lists.ts";

const WORD = String.raw`(?:[tnh](?=\p{Lu}\p{Ll}))?\p{Lu}(?:[\p{L}\p{M}]|['’](?=\p{L}))*(?:-\p{L}(?:[\p{L}\p{M}]|['’](?=\p{L}))*)*`;
const INITIAL = String.raw`\p{Lu}\.(?:[ -]?\p{Lu}\.)*|(?:Fco|Wm|Chr|Th|Ph|Jos|Joh)\.|\p{Lu}ª`;
const PARTICLE = String.raw`(?:de|del|della|di|da|dos|das|do|van|von|vom|zu|zur|zum|der|den|la|le|las|los|y|e|i|bin|binte|bint|ibn|al|el|ter|ten|an|uí|ní|af|av|of)`;
const TOKEN = String.raw`(?:${INITIAL}|${WORD}|["“][\p{L}-]{2,12}["”])`;
/** Words with a capital in a row, with the particles between them. */
const RUN = new RegExp(
  String.raw`(?<![\p{L}\p{M}\d'’/.@_-])${TOKEN}(?:,? (?:${PARTICLE} ){0,2}${TOKEN})*`,
  "gu",
);
const TOKENS = new RegExp(TOKEN, "gu");
/** A name of more words is rather a heading. */
const LONGEST = 6;
const CONTEXT = 48;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PLAIN_WORD =
  /^(?:\p{Ll}{1,2})?(?:(?:Mac|Mc|O['’]|D['’]|L['’]|Ní|Uí|De|Van|La|Le|Di)?\p{Lu}[\p{Ll}\p{M}'’]+)(?:-\p{L}[\p{Ll}\p{M}'’]+)*["”]?$/u;
const isInitial = ({ text }: Token): boolean => text.includes(".");
/** Capitals only, which few people write a name with. */
const isCapitals = ({ text }: Token): boolean => /^\p{Lu}{2,}(?:-\p{Lu}+)*$/u.test(text);
const isAcronym = ({ text }: Token): boolean => /^\p{Lu}$|^\p{Lu}\p{L}?\p{Lu}$/u.test(text);
const PARTICLE_IN_CAPITALS = /^(?:Le|La|De|Du|Van|Von|Den|Der|El|Al|Ben|Bin|Mac|St|Ter|Ten|Da|Di|Dos)$/u;
const SUFFIX = /^(?:II|III|IV|Jr|Sr)$/u;
/** Endings of drugs, diseases, operations, organisms, and of German nouns that are made of other words. */
const TECHNICAL =
  /(?:mab|nib|cillin|cyclin|cycline|statin|pril|sartan|azole?|oxacin|parin|xaban|grel|formin|gliptin|flozin|glutide?|mycin|mizin|vir|setron|olol|dipine?|zepam|zolam|oxetine?|itis|osis|emia|aemia|ämie|émie|pathie|pathy|ectomy|ektomie|otomy|otomie|[cdgilmnprt]oma|ismus|tion|tionen|stenose|fraktur|gramm|skopie|graphie|grafie|logie|logy|logía|logue|therapie|oid|sarcome|carcinome|coccus|bacter|bacillus|monas|virus)$/iu;
/** In German every noun has a capital. */
const GERMAN_NOUN =
  /(?:ose|om|\p{L}{3}ung|ungen|heit|keit|tät|täten|schaft|sucht|schmerz|zeichen|kranken?heit|körper|knoten|druck|werte?|grad|stadium|zustand|befund|infekt|dosis|faktor|mangel|schwäche|verlust|gabe|zeit|tage?|wochen?|jahre?|arzt|ärztin|pflege|kontrolle|haus|nacht|abend|morgen)$/iu;

const startsSentence = (text: string, start: number): boolean =>
  start === 0 ||
  (/[.!?:\n•]\s*["'“(¿¡]*$/u.test(text.slice(Math.max(0, start - 4), start)) &&
    !/(?<!\p{L})(?:Co|St|Mt|vs|v|Brgy|Ste|D)\.\s$/u.test(text.slice(Math.max(0, start - 7), start))) ||
  "¿¡".includes(text.charAt(start - 1));
const wordAfter = (after: string): string => /^(?:['’]s)?[\s-]+([\p{L}-]+)/u.exec(after)?.[1] ?? "";
/** Names and places by the company they keep, and words that only names are: with a capital where nothing else gets one. */
export const findProperNouns: Finder = function* (text): Generator<Found> {
  const language = languageOf(text);
  const isTitleCase = hasManyCapitals(text);
  for (const run of text.matchAll(RUN)) {
    for (const segment of segments(run, language === "de")) {
      const found = judge(text, segment, language !== "de" && !isTitleCase);
      if (found !== undefined) yield found;
    }
  }
};

/** Parts of a run that could be one name: no word of them is known to begin or end none. */
function* segments(run: RegExpExecArray, isGerman: boolean): Generator<Token[]> {
  const tokens = [...run[0].matchAll(TOKENS)].map((match) => ({
    text: match[0],
    start: run.index + match.index,
    end: run.index + match.index + match[0].length,
  }));
  let segment: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const previous = tokens[index - 1];
    const isTitled = previous !== undefined && isContextWord(previous.text);
    const isParticle =
      previous !== undefined &&
      next !== undefined &&
      PARTICLE_IN_CAPITALS.test(token.text) &&
      segment.length > 0;
    const isSuffix = segment.length > 0 && SUFFIX.test(token.text);
    const isSurnameInCapitals =
      isCapitals(token) && token.text.length > 3 && next !== undefined && isGiven(next);
    const isLimit =
      !isSuffix &&
      !isParticle &&
      !isSurnameInCapitals &&
      (isNoName(token.text) ||
        isContextWord(token.text) ||
        ((TECHNICAL.test(token.text) || (isGerman && GERMAN_NOUN.test(token.text))) &&
          !isGiven(token) &&
          !isTitled) ||
        isCapitals(token) ||
        (isAcronym(token) && !(segment.length > 0 && next !== undefined)));
    const isBehindComma = previous !== undefined && run[0].charAt(previous.end - run.index) === ",";
    const isSurnameFirst = segment.length <= 2 && (isGiven(token) || isInitial(token));
    if (isLimit || segment.length === LONGEST || (isBehindComma && !isSurnameFirst)) {
      if (segment.length > 0) yield segment;
      segment = [];
    }
    if (!isLimit) segment.push(token);
  }
  if (segment.length > 0) yield segment;
}

const isGiven = ({ text }: Token): boolean => isGivenName(text) && !isEponym(text);

function judge(text: string, segment: readonly Token[], isCapitalTelling: boolean): Found | undefined {
  const [first] = segment;
  const last = segment.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const before = text.slice(Math.max(0, first.start - CONTEXT), first.start);
  const after = text.slice(last.end, last.end + CONTEXT);
  const whole = { start: first.start, end: last.end };
  if (followsTitle(before)) return { ...whole, kind: "name", rule: "title-before" };
  if (isEponymHead(wordAfter(after))) return undefined;
  if ((followsLabel(before) || followsKin(before)) && isGivenName(first.text))
    return { ...whole, kind: "name", rule: "label-before" };
  if (segment.every((token) => isKnown(token.text))) return undefined;
  const beginsSentence = startsSentence(text, first.start);
  if (!isKnown(first.text)) {
    if (followsKin(before)) return { ...whole, kind: "name", rule: "kin-before" };
    if (followsLabel(before)) return { ...whole, kind: "name", rule: "label-before" };
    const isPerson = isCapitalTelling || segment.length > 1 || isGivenName(first.text);
    if (isPerson && PLAIN_WORD.test(first.text) && precedesPerson(after))
      return { ...whole, kind: "name", rule: "person-behind" };
  }
  const isSigned = segment.length > 1 && after.trim() === "" && first.start > text.length / 2;
  if (isSigned && segment.every(({ text: word }) => PLAIN_WORD.test(word))) {
    return { ...whole, kind: "name", rule: "signature" };
  }
  if (isNamedAfter(before, after)) return undefined;
  const given = segment.findIndex(isGiven);
  const isWordHere = beginsSentence && segment.length === 1 && !isOnlyGivenName(first.text);
  if (given !== -1 && !isWordHere) {
    const start = beginsSentence ? segment[given]?.start : first.start;
    return { start: start ?? first.start, end: last.end, kind: "name", rule: "given-name" };
  }
  const hasInitial = isInitial(first) && segment.length > 1 && !isKnown(last.text);
  if (hasInitial && !TECHNICAL.test(last.text)) return { ...whole, kind: "name", rule: "initials" };
  if (isGermanPlace(before, segment, after)) return { ...whole, kind: "place", rule: "german-place" };
  const isHeading = /^\s?:/u.test(after) && !followsPlaceWord(before);
  if (!isCapitalTelling || beginsSentence || isHeading) return undefined;
  const isTelling = segment.every(
    ({ text: word }) => PLAIN_WORD.test(word) && word.length > 2 && !isKnown(word) && !TECHNICAL.test(word),
  );
  if (!isTelling) return undefined;
  // A single word that no place word precedes is rather an eponym, a brand or a test than a name.
  const isPlace = followsPlaceWord(before);
  if (!isPlace && segment.length === 1) return undefined;
  return { ...whole, kind: isPlace ? "place" : "name", rule: "capital" };
}

/** In German, where every noun has a capital: a place behind "aus", or behind "in" with the ending of one. */
function isGermanPlace(before: string, [first, second]: readonly Token[], after: string): boolean {
  if (first === undefined || second !== undefined || !/^\s?[,.:;)(]/u.test(after)) return false;
  if (/(?<!\p{L})aus\s$/u.test(before)) return true;
  return (
    /(?<!\p{L})(?:in|bei|nach|von)\s$/u.test(before) &&
    /(?:hausen|heim|burg|berg|dorf|stadt|kirchen|ingen|rode|bach|brück|furt|hofen|münde|leben|büttel|itz)$/u.test(
      first.text,
    )
  );
}

/** Whether a word, or the first of those that a hyphen joins, is known to stand for no person here. */
function isKnown(word: string): boolean {
  const parts = word.split("-");
  return (
    [word, ...parts.slice(0, 1)].some((part) => isEponym(part) || isKnownPlace(part) || isProduct(part)) ||
    parts.every((part) => isNoName(part))
  );
}

/** Whether most words have a capital, as in a heading: then it tells nothing. */
function hasManyCapitals(text: string): boolean {
  const words = text.slice(0, 2000).match(/(?<!\p{L})\p{L}{3,}/gu) ?? [];
  return words.filter((word) => /^\p{Lu}/u.test(word)).length > words.length * 0.75;
}

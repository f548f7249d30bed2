import { type Finder, matches } from "./finder.ts";

const AGE_BEFORE =
  /(?<!\d|\d[.,])(?:9\d|1[0-2]\d)(?=[\s-]*(?:y\/?o\b|yo[mf]?\b|y\.o|yrs?\b|years?[\s-]+(?:old|of age)|-year|jahre|jährig|-jährig|ans\b|años))/giu;
/** "Mrs Lund, 97, fell": behind a name, between commas or before a letter for the sex. */
const AGE_BEHIND_NAME =
  /(?<=\p{Lu}\p{L}+[,]\s)(?:9\d|1[01]\d)(?=\s?(?:[,;(]|\.\s|[MFmfwW]\b|J\.))|(?<=\()9\d(?=\s?\)|\s(?:Jahre|years|ans|años))/gu;
const AGE_IN_WORDS =
  /(?<!\p{L})(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one hundred(?: and \p{L}+)?)(?=[\s-]years?|,? years|\b[,.;])|(?<!\p{L})(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?neunzig(?=jährig|\sJahre)|(?<!\p{L})hundert(?:eins|zwei|drei)?(?=jährig|\sJahre)|(?<!\p{L})quatre-vingt-(?:dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize)(?=\sans)|(?<!\p{L})cent(?: (?:un|deux|trois))?(?=\sans)|(?<!\p{L})(?:noventa(?: y \p{L}+)?|cien|ciento \p{L}+)(?=\saños)|(?<!\p{L})(?:nona|cente)(?:genarian|narian|génaire|naire|genari[oa]|nari[oa])(?!\p{L})/giu;
const AGE_AFTER =
  /\b(?:aged?(?:\s+of)?|alter(?:\s+von)?|âgée?\s+de|edad\s+de)[:\s]+(?<id>(?:9\d|1[0-2]\d))(?!\d|[.,]\d|%)/dgiu;

/** Ages of ninety and more, which Safe Harbor pools. */
export const findAges: Finder = function* (text) {
  yield* matches(text, AGE_BEFORE, "age", "age");
  yield* matches(text, AGE_AFTER, "age", "aged");
  yield* matches(text, AGE_BEHIND_NAME, "age", "age-behind-name");
  yield* matches(text, AGE_IN_WORDS, "age", "age-in-words");
};

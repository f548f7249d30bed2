import { type Finder, matches } from "./finder.ts";

/** Months in English, German, French and Spanish, with the abbreviations that are written. */
const MONTHS = [
  "january|january|jan|januar|jänner|janvier|janv|enero|ene",
  "february|feb|februar|février|févr|fevrier|febrero",
  "march|mar|märz|mrz|mars|marzo",
  "april|apr|avril|avr|abril|abr",
  "may|mai|mayo",
  "june|jun|juni|juin|junio",
  "july|jul|juli|juillet|juil|julio",
  "august|aug|août|aout|agosto|ago",
  "september|sept|sep|septembre|septiembre",
  "october|oct|oktober|okt|octobre|octubre",
  "november|nov|novembre|noviembre",
  "december|dec|dezember|dez|décembre|decembre|déc|diciembre|dic",
].join("|");
const MONTH = `(?:${MONTHS})(?![\\p{L}])\\.?`;
const DAY = String.raw`(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er|\.|º)?(?!\d)`;
const YEAR = String.raw`(?:(?:19|20)\d{2}|['’]\d{2})(?!\d)`;
const JOIN = String.raw`(?:\s*,?\s*|\s+(?:of|de|del)\s+|-)`;

const MONTH_DAY = new RegExp(
  String.raw`(?<![\p{L}\d])(?<month>${MONTH})\s*-?(?:the\s+)?${DAY}(?!\s?(?:mg|mcg|ml|g|kg|units|%|weeks?|days?|years?|months?)\b)(?:${JOIN}${YEAR})?`,
  "giu",
);
const DAY_MONTH = new RegExp(
  String.raw`(?<![\p{L}\d./])${DAY}(?:\s+(?:of|de)\s+|\s*-?)(?<month>${MONTH})(?:${JOIN}${YEAR})?`,
  "giu",
);
const MONTH_YEAR = new RegExp(String.raw`(?<![\p{L}\d])(?<month>${MONTH})(?:${JOIN})${YEAR}`, "giu");
const NUMERIC =
  /(?<![\d./-])(?<one>\d{1,2})(?<mark>[./-])(?<two>\d{1,2})\k<mark>(?<year>(?:19|20)\d{2}|\d{2})(?![\d/]|[.-]\d)/gu;
const YEAR_FIRST =
  /(?<![\d./-])(?:19|20)\d{2}(?<mark>[./-])(?:1[0-2]|0?[1-9])\k<mark>(?:3[01]|[12]\d|0?[1-9])(?!\d)/gu;
const MONTH_OF_YEAR = /(?<![\d./-])(?:1[0-2]|0?[1-9])[/](?:19|20)\d{2}(?![\d/])/gu;
const AFTER_WORD =
  /\b(?:on|since|dated?|until|le|am|vom|el|dob|born|seen|visit(?:ed)?|admitted)[:\s]+(?<id>(?:3[01]|[12]\d|0?[1-9])[/.](?:3[01]|[12]\d|0?[1-9])\.?)(?![\d/%]|\s?(?:mmhg|mg|ml|pain|eyes?)\b)/dgiu;
const WEEKDAY =
  /\b(?:last|this past|next)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:letzten|vergangenen|nächsten)\s+(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+dernier\b|\bel\s+(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\s+pasado\b/giu;
const HOLIDAY =
  /\b(?:on|after|before|since|until)\s+(?<id>(?:christmas(?: (?:day|eve))?|thanksgiving|new year['’]s (?:day|eve)|easter(?: (?:sunday|monday))?|halloween|independence day|labor day|memorial day)(?:,?\s+(?:19|20)\d{2})?)\b/dgiu;

/** Words that are months in one language and something else in a clinical text, unless written with a capital. */
const ALSO_WORDS = new Set([
  "may",
  "mar",
  "mars",
  "march",
  "mai",
  "dec",
  "déc",
  "ene",
  "ago",
  "abr",
  "sep",
  "jun",
  "oct",
  "nov",
  "dic",
  "jan",
  "apr",
]);
const isWrittenAsMonth = (match: RegExpExecArray): boolean => {
  const month = match.groups?.["month"]?.replace(/\.$/u, "") ?? "";
  return !ALSO_WORDS.has(month) || /(?:19|20)\d{2}/u.test(match[0]);
};
const isCalendarDay = (match: RegExpExecArray): boolean => {
  const one = Number(match.groups?.["one"]);
  const two = Number(match.groups?.["two"]);
  const isDate = one >= 1 && two >= 1 && Math.max(one, two) <= 31 && Math.min(one, two) <= 12;
  // 1.2.3 and 5-10-15 are rather a version and a dosage.
  return (
    isDate &&
    (match.groups?.["mark"] === "/" || match.groups?.["year"]?.length === 4 || match[0].length === 8)
  );
};

/** Dates that say more than a year. */
export const findDates: Finder = function* (text) {
  yield* matches(text, MONTH_DAY, "date", "month-day", isWrittenAsMonth);
  yield* matches(text, DAY_MONTH, "date", "day-month", isWrittenAsMonth);
  yield* matches(text, MONTH_YEAR, "date", "month-year", isWrittenAsMonth);
  yield* matches(text, NUMERIC, "date", "numeric-date", isCalendarDay);
  yield* matches(text, YEAR_FIRST, "date", "year-first");
  yield* matches(text, MONTH_OF_YEAR, "date", "month-of-year");
  yield* matches(text, AFTER_WORD, "date", "day-and-month");
  yield* matches(text, WEEKDAY, "date", "weekday");
  yield* matches(text, HOLIDAY, "date", "holiday");
};

const AGE_BEFORE =
  /(?<!\d|\d[.,])(?:9\d|1[0-2]\d)(?=[\s-]*(?:y\/?o\b|yo[mf]?\b|y\.o|yrs?\b|years?[\s-]+(?:old|of age)|-year|jahre|jährig|-jährig|ans\b|años))/giu;
const AGE_AFTER =
  /\b(?:aged?(?:\s+of)?|alter(?:\s+von)?|âgée?\s+de|edad\s+de)[:\s]+(?<id>(?:9\d|1[0-2]\d))(?!\d|[.,]\d|%)/dgiu;

/** Ages of ninety and more, which Safe Harbor pools. */
export const findAges: Finder = function* (text) {
  yield* matches(text, AGE_BEFORE, "age", "age");
  yield* matches(text, AGE_AFTER, "age", "aged");
};

import { type Finder, matches } from "./finder.ts";
import { languageOf } from "./language.ts";

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
/** Written in full; short ones are words too. */
const LONG_MONTHS =
  "January|February|March|April|May|June|July|August|September|October|November|December|Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre";
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
  /(?<![\d./-])(?:19|20)\d{2}(?<mark>[./-])(?:1[0-2]|0?[1-9])\k<mark>(?:3[01]|[12]\d|0?[1-9])(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?(?!\d)/gu;
const MONTH_OF_YEAR = /(?<![\d./-])(?:1[0-2]|0?[1-9])[/](?:19|20)\d{2}(?![\d/])/gu;
const AFTER_WORD =
  /(?<!\p{L})(?:on|since|by|dated?|until|le|du|am|ab|bis|vom|el|del|dob|born|seen|visit(?:ed)?|admitted|discharged|check(?:ed)?|mon|tues?|wed|thurs?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)[:,\s]+(?<id>(?:3[01]|[12]\d|0?[1-9])[/.](?:3[01]|[12]\d|0?[1-9])\.?)(?![\d/%]|\s?(?:mmhg|mg|ml|pain|eyes?)\b)/dgiu;
/** "fusion 5/31": behind what is done on a day, where the second number can be no month. */
const AFTER_DEED =
  /(?<!\p{L})(?:home|surgery|biopsy|biopsied|scan|CT|MRI|x-?ray|op|repair(?:ed)?|fusion|cath|PCI|(?:ex|in)tubated|transferred|started|stopped|placed|removed)\s(?:on\s)?(?<id>(?:1[0-2]|0?[1-9])\/(?:3[01]|[12]\d|0?[1-9]))(?![\d/%]|\s?(?:mg|ml|bottles|pain|score))/dgiu;
const WEEKDAY =
  /\b(?:last|this past|next)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:letzten|vergangenen|nächsten)\s+(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+dernier\b|\bel\s+(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\s+pasado\b/giu;
const WEEKDAY_DAY =
  /(?<!\p{L})(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\s(?:3[01]|[12]\d|[1-9])(?![\d:.,/]\d|\d|\s?h\b)|(?<!\p{L})(?:\p{L}+ó|\p{L}+se|alta|desde|hasta|vist[oa]) el (?<id>3[01]|[12]\d|[1-9])(?=[.,;])/dgiu;
/** A month without a day or a year, where the sentence says that something was then. */
const MONTH_ALONE = new RegExp(
  String.raw`(?<!\p{L})(?:since|until|till|(?:middle|end|start|beginning) of|mediados de|late|early|mid|last|this|next|starts in|in|between|and|from|seit|ende|anfang|mitte|letzten|im|en|depuis|fin|début|mi|desde|hasta|finales de|principios de)[\s-]+(?<id>(?<month>${LONG_MONTHS})(?!\p{L})(?!\s(?:each|every|or|bis|oder|ou)\s|\s?\d|\s(?:to|and)\s(?:${LONG_MONTHS})(?![\p{L}\s]*\d)))`,
  "dgiu",
);
const FULL_DATE_AHEAD = String.raw`(?:3[01]|[12]\d|[1-9])(?:er|st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?(?:${MONTHS})(?!\p{L})`;
/** "du 3 au 9 mai": the first day of a span has its month behind the second. */
const RANGE_START = new RegExp(
  String.raw`(?<!\p{L})(?:du|from|between|vom|del|entre el|le)\s+(?<id>(?:3[01]|[12]\d|[1-9])\.?)\s+(?:au|to|and|until|bis(?: zum)?|al|y el|et le)\s+${FULL_DATE_AHEAD}`,
  "dgiu",
);
const NAMED_MONTH = new RegExp(
  String.raw`(?<![\d/])(?:3[01]|[12]\d|0?[1-9])[/.-](?:${MONTHS})[/.-](?:(?:19|20)\d{2}|\d{2})(?!\d)`,
  "giu",
);
const GERMAN_DAY =
  /(?<![\d.,])(?:3[01]|[0-2]\d)\.(?:0[1-9]|1[0-2])\.(?!\d)|(?<![\d.,])(?:3[01]|[12]\d|[1-9])\.(?:1[0-2]|[1-9])\.(?=\s(?:bis|und|[–-]))/gu;
const WEEK_OF_YEAR =
  /(?<!\d)(?:[1-4]\d|5[0-3]|[1-9])\. KW(?!\p{L})|(?<!\p{L})KW (?:[1-4]\d|5[0-3]|[1-9])(?!\d)/gu;
const SEASON =
  /(?<!\p{L})(?:spring|summer|autumn|winter|printemps|été|automne|hiver|primavera|verano|otoño|invierno|frühjahr|frühling|sommer|herbst)\s(?:of\s|de\s)?(?:19|20)\d{2}(?!\d)/giu;
const HOLIDAY =
  /(?<!\p{L})(?:Christmas(?: (?:Day|Eve))?|Boxing Day|Thanksgiving|New Year['’]s (?:Day|Eve)|Easter(?: (?:Sunday|Monday))?|Good Friday|Halloween|Independence Day|Labou?r Day|Memorial Day|Veterans Day|Columbus Day|Mother['’]s Day|Father['’]s Day|Saint Patrick['’]s Day|St\.? Patrick['’]s Day|Canada Day|Australia Day|Anzac Day|Chinese New Year|Lunar New Year|Diwali|Eid(?: al-\p{L}+)?|Yom Kippur|Passover|Hanukkah|Weihnachten|Heiligabend|Silvester|Neujahr|Ostern|Ostersonntag|Ostermontag|Pfingst(?:en|montag|sonntag)|Fronleichnam|Allerheiligen|(?:Christi )?Himmelfahrt|Aschermittwoch|Rosenmontag|Karfreitag|Fasching|Noël|Pâques|Pentecôte|Ascension|Assomption|Épiphanie|Mardi [Gg]ras|Toussaint|la (?<id>Saint-(?:Jean|Sylvestre|Valentin|Nicolas|Martin))(?!-)|Navidad|Nochebuena|Nochevieja|Reyes Magos|Semana Santa|Domingo de Ramos|Viernes Santo|Pentecostés|Todos los Santos)(?!\p{L}|-\p{L}| (?:tree|disease|factor))(?:,?\s(?:of\s|de\s)?(?:19|20)\d{2}(?!\d))?/dgu;

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
  return !ALSO_WORDS.has(month) || /\d(?:st|nd|rd|th)\s/u.test(match[0]) || /(?:19|20)\d{2}/u.test(match[0]);
};
const isCalendarDay = (match: RegExpExecArray): boolean => {
  const one = Number(match.groups?.["one"]);
  const two = Number(match.groups?.["two"]);
  const isDate = one >= 1 && two >= 1 && Math.max(one, two) <= 31 && Math.min(one, two) <= 12;
  // 5-10-15 is rather a dosage.
  return isDate && (match.groups?.["mark"] !== "-" || match[0].length >= 8);
};

/** Dates that say more than a year. */
export const findDates: Finder = function* (text) {
  // In Spanish the day stands first; Mayo is a clinic's score.
  yield* matches(
    text,
    MONTH_DAY,
    "date",
    "month-day",
    (match) => isWrittenAsMonth(match) && !/^mayo\s\d$/iu.test(match[0]),
  );
  const isSmallMonths = ["fr", "es"].includes(languageOf(text));
  yield* matches(text, DAY_MONTH, "date", "day-month", (match) => isSmallMonths || isWrittenAsMonth(match));
  yield* matches(text, MONTH_YEAR, "date", "month-year", isWrittenAsMonth);
  yield* matches(text, NUMERIC, "date", "numeric-date", isCalendarDay);
  yield* matches(text, YEAR_FIRST, "date", "year-first");
  yield* matches(text, MONTH_OF_YEAR, "date", "month-of-year");
  yield* matches(text, AFTER_WORD, "date", "day-and-month");
  yield* matches(text, AFTER_DEED, "date", "day-and-month");
  yield* matches(text, WEEKDAY, "date", "weekday");
  yield* matches(text, WEEKDAY_DAY, "date", "weekday-day");
  yield* matches(
    text,
    MONTH_ALONE,
    "date",
    "month",
    (match) => isWrittenAsMonth(match) && !match[0].endsWith("Mayo"),
  );
  yield* matches(text, RANGE_START, "date", "range-start");
  yield* matches(text, NAMED_MONTH, "date", "day-month-year");
  yield* matches(text, GERMAN_DAY, "date", "german-day");
  yield* matches(text, WEEK_OF_YEAR, "date", "week");
  yield* matches(text, SEASON, "date", "season");
  yield* matches(text, HOLIDAY, "date", "holiday");
};

import { NUMBER_LABELS } from "./number-labels.ts";
import { type Finder, type Found, matches } from "./finder.ts";

const JOIN = String.raw`(?:[\s:=(#.]|\b(?:numbers?|num|no|nr|n°|nº|n\.º|n\.|of the referrer|id|ids|identifier|card|code|serial|beneficiary|is|was|of|under|with|and)\b\.?)*`;
/** At least three digits, whatever letters and dashes stand around them. */
const CODE = String.raw`(?<id>#?\s?(?=(?:[A-Za-z-]*\d){3})(?:[A-Za-z]{1,6}[-/ ]?)?\d[\dA-Za-z]*(?:[-/.]\w+|\s(?=\d{2,})\d+)*|\d(?:\s?\d){7,})`;
/** Groups of capitals and digits, as people write them from a card: "BW 77 1148", "S 23 / 4871". */
const GROUPS = String.raw`(?<id>(?!(?:SN|ID|NO|NR)\s)(?=(?:[A-Z /.-]*\d){4})(?:[A-Z]{1,6}[ -]?){0,2}\d[A-Z\d]*(?:(?:\s?[-/.]\s?|\s)(?:[A-Z]{0,3}\d[A-Z\d]*|[A-Z](?![\p{L}\d])))*)`;
const NO_UNIT = String.raw`(?!\s?(?:%|mg|mcg|µg|ml|mmol|mm|cm|kg|g\b|mmhg|bpm|beats|units?|iu\b|years?|yrs?|y\/o|yo\b|weeks?|days?|months?|hours?|patients|cases|subjects|participants|people|adults|children|cells|copies|per\b|×|x\s?10))`;

const labelled = NUMBER_LABELS.flatMap(([kind, rule, label]) => [
  {
    kind,
    rule,
    pattern: new RegExp(String.raw`(?<![\p{L}\d])(?:${label})(?![\p{L}\d])${JOIN}${CODE}${NO_UNIT}`, "dgiu"),
  },
  {
    kind,
    rule: `${rule}-groups`,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?i:(?:${label})(?![\p{L}\d])${JOIN})${GROUPS}(?i:${NO_UNIT})`,
      "dgu",
    ),
  },
]);

const CLASSIFICATION = /^(?:cim|cie|icd|cpt|loinc|snomed|nct|pmid)[- ]?\d/iu;
/** A year alone, and what counts or measures, is no number of somebody. */
const isCode = (match: RegExpExecArray): boolean => {
  const code = match.groups?.["id"] ?? "";
  if (CLASSIFICATION.test(code)) return false;
  const isNumbered = /(?:number|no\.?|nr\.?|#)[:\s]*$/iu.test(match[0].slice(0, -code.length));
  if (isNumbered && /^\d{3}-\d{3}$/u.test(code)) return true;
  return !/^(?:19|20)\d{2}$/u.test(code) && !/^\d{1,3}$/u.test(code) && !/^\d{1,3}[-/.]\d{1,3}$/u.test(code);
};

/** Numbers of literature, trials, genes, antigens, viruses, drugs in research and classifications identify nobody. */
const PUBLIC_PREFIX =
  /^#?(?:pmid|pmc|doi|nct|isrctn|eudract|covid|sars|hla|icd|icd10|cpt|loinc|snomed|mk|ly|pf|bms|ro|azd|gsk|amg|abt|abbv|jnj|sar|tak|mrna|bnt|cas|rs|grch|nm|orpha|omim|cim|iso|en|astm|usp|ndc|rxcui|h\dn|cd|il|ca|tnf|who|nice|ng|cg|ta)[- ]?\d/iu;
const DASHED = /(?<![\p{L}\d/.-])#?[A-Z]{1,6}-(?:[A-Z\d]+-)?\d{4,}(?:-\w+)?(?![\p{L}\d])/gu;
/** Letters, digits and marks in one word, as only registries write them. */
const MIXED =
  /(?<![\p{L}\d/.@_#:-])(?=[A-Z\d/.-]*[A-Z])(?=(?:[A-Z/.-]*\d){4})[A-Z\d]{1,12}(?:[/-][A-Z\d]{1,10}){1,4}(?![\p{L}\d_@]|[/-]\p{L})/gu;
const HASHED = /(?<![\p{L}\d&])#\s?[A-Z]{0,5}-?\d{3,}(?:-\w+)*/giu;
const GROUPED =
  /(?<![\p{L}\d/.+-])\d{3,6}-\d{2,5}(?:-\d{3,5})?(?![\d/]|-\d|\s?(?:mg|ml|mcg|%|kcal|cal|iu|units|mmol|steps|cells))/giu;
const LONG =
  /(?<!(?:pmid|pmcid|doi|nct|isrctn|orpha|omim|snomed|snomed ct|loinc)[:#\s]{0,3})(?<![\p{L}\d/.,+-])(?:\d{7,}[A-Z]{0,3}|[A-Z]{1,3}\d{6,})(?![\p{L}\d]|[.,]\d)/giu;
/** Four groups and more: neither a date nor a range. */
const MANY_GROUPS = /(?<![\p{L}\d/.+-])\d{1,6}(?:-\d{1,6}){3,6}(?![\p{L}\d]|-)/gu;
const isRange = (match: RegExpExecArray): boolean => {
  const [from = "", to = "", more] = match[0].split("-");
  return more === undefined && from.length <= to.length && Number(from) < Number(to) && to.length <= 4;
};

const PLATE =
  /(?<!\p{L})(?:(?:licen[cs]e )?plates?|reg(?:istration)?|placas?|kennzeichen|immatriculation|matrícula|matatu|taxi|coche|voiture|car|van|motorbike|boat)[\s:(]*(?<id>[A-Z]{1,3}[ -]?\d{1,4}(?:[ -]?[A-Z]{1,3})?)(?![\p{L}\d])/dgu;

/** Numbers that stand for somebody: by what they are called, by their checksum, or because nothing else looks so. */
export const findNumbers: Finder = function* (text): Generator<Found> {
  for (const { kind, rule, pattern } of labelled) yield* matches(text, pattern, kind, rule, isCode);
  yield* matches(text, PLATE, "vehicle-number", "plate-named");
  const isPrivate = ([whole]: RegExpExecArray): boolean => !PUBLIC_PREFIX.test(whole);
  yield* matches(text, DASHED, "other-number", "code", isPrivate);
  yield* matches(text, MIXED, "other-number", "mixed-code", isPrivate);
  yield* matches(text, HASHED, "other-number", "hash-code", isPrivate);
  yield* matches(text, GROUPED, "other-number", "grouped-digits", (match) => !isRange(match));
  yield* matches(text, MANY_GROUPS, "other-number", "grouped-digits");
  yield* matches(text, LONG, "other-number", "long-number", isPrivate);
};

import type { IdentifierKind } from "#domain/identifier.ts";
import {
  isDni,
  isIban,
  isKvnr,
  isLuhn,
  isNhsNumber,
  isNir,
  isSocialSecurityNumber,
  isSteuerId,
  isVin,
} from "./checksums.ts";
import { type Finder, type Found, matches } from "./finder.ts";

/** What stands before a number and says whose it is; the longer ones first. */
const LABELS: readonly (readonly [IdentifierKind, string, string])[] = [
  [
    "national-number",
    "social-security",
    "ssn|social security|soc\\.? sec\\.?|nhs|national insurance|nino|nir|numéro de sécurité sociale|sécurité sociale|steuer-?id|steueridentifikationsnummer|sozialversicherungsnummer|rentenversicherungsnummer|dni|nie|seguridad social|passport|reisepass|passeport|pasaporte|personnummer|medicare|medicaid",
  ],
  [
    "record-number",
    "record",
    "mrn|mr|m\\.r\\.n\\.|medical records?|med\\.? rec\\.?|health records?|records?|chart|hospital|patient|pat|pt|unit|case|encounter|visit|accession|specimen|file|patientennummer|patienten-?id|fallnummer|aktenzeichen|dossier|ipp|nip|historia clínica|nhc|expediente",
  ],
  [
    "plan-number",
    "plan",
    "health plan(?: beneficiary)?|plan|insurance|insurer|policy|member(?:ship)?|beneficiary|subscriber|group|hpn|hpbn|versichertennummer|versicherungsnummer|krankenkasse|mutuelle|assurance|póliza|tarjeta sanitaria",
  ],
  ["account-number", "account", "account|acct|billing|invoice|claim|iban|konto(?:nummer)?|compte|cuenta"],
  [
    "licence-number",
    "licence",
    "(?:medical |driver['’]?s? |nursing )?licen[cs]e|certificate|certification|cert|dea|npi|gmc|upin|lanr|rpps|approbation|colegiado",
  ],
  ["vehicle-number", "vehicle", "licen[cs]e plate|plate|vin|vehicle|kennzeichen|immatriculation|matrícula"],
  [
    "device-number",
    "device",
    "(?:device |implant |pacemaker |icd )?serial|s\\/n|sn|udi|device|implant|pacemaker|lot|seriennummer|numéro de série|número de serie",
  ],
  [
    "other-number",
    "label",
    "id|identifier|identification|identity|reference|ref|confirmation|badge|employee|student|study|participant|subject|tracking",
  ],
];
const JOIN = String.raw`(?:[\s:=(#]|\b(?:numbers?|num|no|nr|n°|nº|id|ids|identifier|card|code|beneficiary|is|was|of|under|with|and)\b\.?)*`;
/** At least three digits, whatever letters and dashes stand around them. */
const CODE = String.raw`(?<id>#?\s?(?=(?:[A-Za-z-]*\d){3})(?:[A-Za-z]{1,6}[-/ ]?)?\d[\dA-Za-z]*(?:[-/.]\w+|\s(?=\d{2,})\d+)*|\d(?:\s?\d){7,})`;
const NO_UNIT = String.raw`(?!\s?(?:%|mg|mcg|µg|ml|mmol|mm|cm|kg|g\b|mmhg|bpm|beats|units?|iu\b|years?|yrs?|y\/o|yo\b|weeks?|days?|months?|hours?|patients|cases|subjects|participants|people|adults|children|cells|copies|per\b|×|x\s?10))`;

const labelled = LABELS.map(([kind, rule, label]) => ({
  kind,
  rule,
  pattern: new RegExp(String.raw`(?<![\p{L}\d])(?:${label})(?![\p{L}\d])${JOIN}${CODE}${NO_UNIT}`, "dgiu"),
}));

/** A year alone, and what counts or measures, is no number of somebody. */
const isCode = (match: RegExpExecArray): boolean => {
  const code = match.groups?.["id"] ?? "";
  return !/^(?:19|20)\d{2}$/u.test(code) && !/^\d{1,3}$/u.test(code) && !/^\d{1,3}[-/.]\d{1,3}$/u.test(code);
};

/** Numbers of literature, trials, genes, antigens, viruses, drugs in research and classifications identify nobody. */
const PUBLIC_PREFIX =
  /^#?(?:pmid|pmc|doi|nct|isrctn|eudract|covid|sars|hla|icd|icd10|cpt|loinc|snomed|mk|ly|pf|bms|ro|azd|gsk|amg|abt|abbv|jnj|sar|tak|mrna|bnt|cas|rs|grch|nm|orpha|omim|iso|en|astm|usp|ndc|rxcui|h\dn|cd|il|ca|tnf|who|nice|ng|cg|ta)[- ]?\d/iu;
const DASHED = /(?<![\p{L}\d/.-])#?[A-Z]{1,6}-(?:[A-Z\d]+-)?\d{4,}(?:-\w+)?(?![\p{L}\d])/gu;
const HASHED = /(?<![\p{L}\d&])#\s?[A-Z]{0,5}-?\d{3,}(?:-\w+)*/giu;
const GROUPED =
  /(?<![\p{L}\d/.+-])\d{3,6}-\d{2,5}(?:-\d{3,5})?(?![\d/]|-\d|\s?(?:mg|ml|mcg|%|kcal|cal|iu|units|mmol|steps|cells))/giu;
const LONG =
  /(?<!(?:pmid|pmcid|doi|nct|isrctn|orpha|omim)[:#\s]{0,3})(?<![\p{L}\d/.,+-])(?:\d{7,}[A-Z]{0,3}|[A-Z]{1,3}\d{6,})(?![\p{L}\d]|[.,]\d)/giu;
const isRange = (match: RegExpExecArray): boolean => {
  const [from = "", to = "", more] = match[0].split("-");
  return more === undefined && from.length <= to.length && Number(from) < Number(to) && to.length <= 4;
};

const SOCIAL = /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/gu;
const CHECKED: readonly (readonly [IdentifierKind, string, RegExp, (text: string) => boolean])[] = [
  [
    "national-number",
    "nhs-number",
    /(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])|(?<!\d)\d{10}(?!\d)/gu,
    isNhsNumber,
  ],
  [
    "national-number",
    "nir",
    /(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}\s?\d{2}(?!\d)/giu,
    isNir,
  ],
  ["national-number", "steuer-id", /(?<!\d)[1-9]\d(?:\s?\d{3}){3}(?!\d)/gu, isSteuerId],
  ["plan-number", "kvnr", /(?<![\p{L}\d])[A-Z]\d{9}(?!\d)/gu, isKvnr],
  [
    "national-number",
    "dni",
    /(?<![\p{L}\d])(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ]-?\d{7})-?[A-Z](?![\p{L}\d])/giu,
    isDni,
  ],
  [
    "account-number",
    "iban",
    /(?<![\p{L}\d])[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){3,7}(?:\s?[A-Z\d]{1,3})?(?![\p{L}\d])/gu,
    isIban,
  ],
  ["account-number", "payment-card", /(?<![\d-])\d{4}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\d-])/gu, isLuhn],
  ["vehicle-number", "vin", /(?<![\p{L}\d])[A-HJ-NPR-Z\d]{17}(?![\p{L}\d])/giu, isVin],
];

/** Numbers that stand for somebody: by what they are called, by their checksum, or because nothing else looks so. */
export const findNumbers: Finder = function* (text): Generator<Found> {
  for (const { kind, rule, pattern } of labelled) yield* matches(text, pattern, kind, rule, isCode);
  yield* matches(text, SOCIAL, "national-number", "ssn", ([whole]) => isSocialSecurityNumber(whole));
  for (const [kind, rule, pattern, isValid] of CHECKED) {
    yield* matches(text, pattern, kind, rule, ([whole]) => isValid(whole));
  }
  const isPrivate = ([whole]: RegExpExecArray): boolean => !PUBLIC_PREFIX.test(whole);
  yield* matches(text, DASHED, "other-number", "code", isPrivate);
  yield* matches(text, HASHED, "other-number", "hash-code", isPrivate);
  yield* matches(text, GROUPED, "other-number", "grouped-digits", (match) => !isRange(match));
  yield* matches(text, LONG, "other-number", "long-number", isPrivate);
};

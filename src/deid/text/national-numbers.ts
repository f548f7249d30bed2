import type { IdentifierKind } from "#domain/identifier.ts";
import {
  isAadhaar,
  isAhv,
  isBelgianNumber,
  isDni,
  isIban,
  isKvnr,
  isLuhn,
  isNhsNumber,
  isNir,
  isRut,
  isSocialSecurityNumber,
  isSteuerId,
  isVin,
} from "./checksums.ts";
import { type Finder, matches } from "./finder.ts";

const isAny = (): boolean => true;

/** Numbers that their form or checksum tells, whatever stands before them. */
const CHECKED: readonly (readonly [IdentifierKind, string, RegExp, (text: string) => boolean])[] = [
  ["national-number", "ssn", /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/gu, isSocialSecurityNumber],
  ["national-number", "nino", /(?<![\p{L}\d])[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?![\p{L}\d])/gu, isAny],
  ["national-number", "pps", /(?<![\p{L}\d])\d{7}[A-W][A-IW]?(?![\p{L}\d])/gu, isAny],
  [
    "national-number",
    "rentenversicherung",
    /(?<![\p{L}\d])\d{2}\s?[0-3]\d[01]\d{3}\s?[A-Z]\s?\d{3}(?!\d)/gu,
    isAny,
  ],
  ["national-number", "curp", /(?<![\p{L}\d])[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d(?![\p{L}\d])/gu, isAny],
  ["national-number", "nric", /(?<![\p{L}\d])[STFGM]\d{7}[A-Z](?![\p{L}\d])/gu, isAny],
  ["national-number", "ahv", /(?<![\d.])756\.?\d{4}\.?\d{4}\.?\d{2}(?!\d)/gu, isAhv],
  ["national-number", "rijksregister", /(?<![\d.])\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?!\d)/gu, isBelgianNumber],
  ["national-number", "rut", /(?<![\d.])\d{1,2}\.?\d{3}\.?\d{3}-[\dK](?![\p{L}\d])/giu, isRut],
  ["national-number", "aadhaar", /(?<![\d-])[2-9]\d{3}\s?\d{4}\s?\d{4}(?![\d-])/gu, isAadhaar],
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
  // As they look in Britain, France, Spain and Germany.
  [
    "vehicle-number",
    "plate",
    /(?<![\p{L}\d-])(?:[A-Z]{2}\d{2}\s[A-Z]{3}|[A-Z]{2}-\d{3}-[A-Z]{2}|\d{4}\s[BCDFGHJ-NPR-TV-Z]{3}|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}\s\d{1,4})(?![\p{L}\d-])/gu,
    isAny,
  ],
  ["vehicle-number", "vin", /(?<![\p{L}\d])[A-HJ-NPR-Z\d]{17}(?![\p{L}\d])/giu, isVin],
];

export const findNationalNumbers: Finder = function* (text) {
  for (const [kind, rule, pattern, isValid] of CHECKED) {
    yield* matches(text, pattern, kind, rule, ([whole]) => isValid(whole));
  }
};

/**
 * What a text may hold that identifies a patient: the kinds of the HIPAA Safe Harbor list (45 CFR 164.514(b)(2)) that
 * can stand in a text. National numbers of other countries stand beside the social security number.
 */
export const IDENTIFIER_KINDS = [
  "name",
  "place",
  "date",
  "age",
  "phone",
  "fax",
  "email",
  "national-number",
  "record-number",
  "plan-number",
  "account-number",
  "licence-number",
  "vehicle-number",
  "device-number",
  "url",
  "ip-address",
  "other-number",
] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** Something in a text that may identify somebody. Found is a proposal: whoever wrote the text decides. */
export interface Identifier {
  /** UTF-16 offset of the first character. */
  readonly start: number;
  /** UTF-16 offset after the last character. */
  readonly end: number;
  readonly kind: IdentifierKind;
  /** Which rule found it, as in "month-day". */
  readonly rule: string;
  /** What could stand there instead; empty where nothing has to. */
  readonly rewrite: string;
}

/** What a find is called to whoever wrote the text, and why it is one. */
export const IDENTIFIER_WORDS: Readonly<Record<IdentifierKind, string>> = {
  name: "a name",
  place: "a place smaller than a state",
  date: "a date: its year alone may stay",
  age: "an age over 89",
  phone: "a telephone number",
  fax: "a fax number",
  email: "an e-mail address",
  "national-number": "a national number",
  "record-number": "the number of a record",
  "plan-number": "the number of an insurance",
  "account-number": "the number of an account",
  "licence-number": "the number of a licence",
  "vehicle-number": "the number of a vehicle",
  "device-number": "the number of a device",
  url: "a web address",
  "ip-address": "a network address",
  "other-number": "a number that may stand for somebody",
};

/** An identifier in one of several texts. */
export interface TextIdentifier extends Identifier {
  /** The name of the text, as its form field is called. */
  readonly field: string;
  /** The characters that were found. */
  readonly found: string;
}

/** The form field by which an author says that what was found identifies nobody. */
export const KEEP_FIELD = "keep-identifiers";

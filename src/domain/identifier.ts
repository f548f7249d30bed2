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

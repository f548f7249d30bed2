import { type Finder, matches } from "./finder.ts";

// With an @ before it, it is a handle.
const EMAIL = /(?<![\p{L}\d._%+@-])[\p{L}\d._%+-]+@(?:[\p{L}\d-]+\.)+\p{L}{2,}/gu;
const URL_LIKE =
  /\b(?:https?:\/\/|www\.)[^\s<>"')\]]*[^\s<>"')\].,;:!?]|(?<![\p{L}\d@.-])(?:[a-z\d-]{1,63}\.){1,8}(?:com|org|net|edu|gov|info|health|de|fr|es|uk|ch|at|eu)\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]/giu;
const IPV4 = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/gu;
const IPV6 =
  /(?<![\p{L}\d:])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\p{L}\d:])|(?<![\p{L}\d:])(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}(?![\p{L}\d:])/giu;

const NORTH_AMERICAN =
  /(?<![\d-])(?:\+?1[-. ]?)?(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\d-])/giu;
const INTERNATIONAL =
  /(?<![\d+])(?:\+|00(?=(?:[\s./()-]?\d){9}))[1-9]\d{0,2}[\s.-]?(?:\(0?\d{1,4}\)[\s.-]?)?\d{1,4}(?:[\s./-]?\d{2,4}){2,5}(?!\d)/gu;
const NATIONAL =
  /(?<![\d.-])0\d(?:[ .]\d{2}){4}(?!\d)|(?<![\d.-])0\d{2,5}\s?[/ -]\s?\d{3,4}[ -]?\d{2,5}(?!\d)|(?<![\d.-])[679]\d{2}[ ]\d{3}[ ]\d{3}(?!\d)/gu;
const NAMED =
  /\b(?:phone|telephone|tel|call(?:ed|ing)?(?:\s+(?:at|on))?|cell|mobile|pager|contact(?:ed)?(?:\s+(?:at|on))?|reach(?:ed|able)?\s+at|telefon|handy|tél|téléphone|teléfono|móvil|whatsapp)\.?(?:\s+(?:number|no\.?|nr\.?|#))?(?:\s+is)?[:\s]*(?<id>\+?\(?\d[\d\s().-]{5,}\d)/dgiu;
const FAX =
  /\b(?:fax|telefax|télécopie)\.?(?:\s+(?:number|no\.?|nr\.?|#))?(?:\s+(?:is|to|at))?[:\s]*(?<id>\+?\(?\d[\d\s().-]{5,}\d)/dgiu;

/** Ways to reach somebody. */
export const findContacts: Finder = function* (text) {
  yield* matches(text, EMAIL, "email", "email");
  yield* matches(text, URL_LIKE, "url", "url");
  yield* matches(text, IPV4, "ip-address", "ipv4");
  yield* matches(text, IPV6, "ip-address", "ipv6");
  yield* matches(text, FAX, "fax", "fax");
  yield* matches(text, NORTH_AMERICAN, "phone", "phone-north-america");
  yield* matches(text, INTERNATIONAL, "phone", "phone-international");
  yield* matches(text, NATIONAL, "phone", "phone-national");
  yield* matches(text, NAMED, "phone", "phone-named");
};

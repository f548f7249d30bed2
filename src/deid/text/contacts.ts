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
  /(?<![\d.-])0\d(?:[ .]\d{2}){4}(?!\d)|(?<![\d.-])\(?0\d{2,5}\)?(?:\s?[/-]\s?|\s)\d{3,5}(?:[ -]?\d{1,5}){0,3}(?!\d)|(?<![\d.-])\(\d{3,5}\)\s?\d{3}[ -]?\d{3,4}(?!\d)|(?<![\d.-])0\d{9,10}(?!\d)|(?<![\d.-])0\d{3}\/\d{2}[. ]\d{2}[. ]\d{2}(?!\d)|(?<![\d.-])[679]\d{2}[ -]\d{3}[ -]\d{3}(?!\d)|(?<![\d.-])[6-9]\d{2}[ -]\d{2}[ -]\d{2}[ -]\d{2}(?!\d)|(?<![\d.-])1?800[ -]\d{3}[ -]\d{4}(?!\d)|(?<![\d.-])\d{3}(?:\s-\s|\/)\d{3}\s?-\s?\d{4}(?!\d)/gu;
const NUMBER = String.raw`(?<id>\(?\+?\(?\d[\d\s()./-]{4,}\d)`;
const JOIN = String.raw`\.?(?:\s+(?:number|no\.?|nr\.?|#|(?:de la|del|des|der|du|de|of the|for the)\s\p{L}{1,20}(?:\s\p{Lu}\p{L}{1,20})?|office on|at|on|is|to|unter|telefonisch an|au|al|el|le|from))*[:,\s]*(?:\()?`;
const WORDS = String.raw`phone|telephone|tel|call(?:ed|ing)?|ring|cell|mobile|mob|landline|line|pager|text to|contact(?:ed)?|reach(?:ed|able)?|number|telefon(?:isch)?|handy|mobil|natel|gsm|tél|téléphone|portable|joindre|joignable|secrétariat|teléfono|teléf|móvil|cel|llamar|contacto|whatsapp|erreichbar|rückruf|unter`;
const NAMED = new RegExp(String.raw`(?<!\p{L})(?:${WORDS})${JOIN}${NUMBER}`, "dgiu");
const FAX = new RegExp(String.raw`(?<!\p{L})(?:fax|telefax|télécopie|facsimile)${JOIN}${NUMBER}`, "dgiu");
/** Numbers inside a house, which are short. */
const EXTENSION =
  /(?<!\p{L})(?:bleep|bleeper|beeper|pager|piepser|funk|busca|bip|ext(?:ension|\.)?|dw|durchwahl|apparat|poste|anexo)[:\s]+(?<id>\d{2,6})(?![\p{L}\d.,]\d|\s?(?:mg|ml|%))/dgiu;

const hasSevenDigits = (match: RegExpExecArray): boolean =>
  (match.groups?.["id"] ?? "").replaceAll(/\D/gu, "").length >= 7;

/** Ways to reach somebody. */
export const findContacts: Finder = function* (text) {
  yield* matches(text, EMAIL, "email", "email");
  yield* matches(text, URL_LIKE, "url", "url");
  yield* matches(text, IPV4, "ip-address", "ipv4");
  yield* matches(text, IPV6, "ip-address", "ipv6");
  yield* matches(text, FAX, "fax", "fax", hasSevenDigits);
  yield* matches(text, NORTH_AMERICAN, "phone", "phone-north-america");
  yield* matches(text, INTERNATIONAL, "phone", "phone-international");
  yield* matches(text, NATIONAL, "phone", "phone-national");
  yield* matches(text, NAMED, "phone", "phone-named", hasSevenDigits);
  yield* matches(text, EXTENSION, "phone", "phone-extension");
};

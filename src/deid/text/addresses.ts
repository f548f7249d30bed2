import { type Finder, matches } from "./finder.ts";
import { cityWords } from "./word-lists.ts";

const CAP = String.raw`\p{Lu}[\p{L}'’.-]*`;
const STREET = String.raw`(?:St(?:reet)?|Ave(?:nue)?|R(?:oa)?d|Bl(?:vd|oulevard)|Boulevard|Lane|Ln|Dr(?:ive)?|Way|C(?:our)?t|Pl(?:ace)?|Square|Sq|Terrace|Ter|H(?:igh)?wy|Highway|Parkway|Pkwy|Circle|Cir|Close|Crescent|Trail|Gardens|Grove)`;
const ADDRESS = new RegExp(
  String.raw`(?<![\p{L}\d-])\d{1,5}[A-Za-z]?\s+(?:[NSEW]\.?\s+)?(?:(?:\p{Lu}[\p{L}'’.]*|\d{1,3}(?:st|nd|rd|th))\s+){1,3}${STREET}\b\.?(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Flat|#)\.?\s*\w+)?`,
  "gu",
);
const ADDRESS_ELSEWHERE =
  /(?<![\p{L}])\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ring|ufer)\s+\d{1,4}\s?[a-z]?(?![\p{L}\d])|(?<![\p{L}])(?:\p{Lu}[\p{L}-]*\s)(?:Straße|Strasse|Str\.|Weg|Platz|Allee)\s+\d{1,4}\s?[a-z]?(?![\p{L}\d])|(?<!\d)\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai)\s+(?:(?:de|du|des|la|le|les|d['’]|l['’])\s*)*\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*|\b(?:Calle|Avenida|Avda\.?|Plaza|Paseo|Camino|C\/)\s+(?:(?:de|del|la|las|los|el)\s+)*\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*,?\s*(?:n[.ºo°]*\s*)?\d{1,4}/gu;
const ZIP =
  /(?<=,\s?[A-Z]{2}\s{1,2})\d{5}(?:-\d{4})?(?!\d)|(?<=\b(?:[Zz][Ii][Pp](?:\s?[Cc]ode)?|[Pp]ostcode|[Pp]ostal [Cc]ode|PLZ|[Cc]ode postal|[Cc]ódigo postal)[\s:]{1,3}(?:is\s)?)\d{4,5}(?:-\d{4})?(?!\d)|(?<=\b(?:in|from|area|near|resident of|lives in|living in)\s)\d{5}(?:-\d{4})?(?![\d,]|\s(?:patients|people|cases|subjects|adults|women|men|participants|individuals))/gu;
const POSTCODE =
  /(?<![\p{L}\d])(?:GIR 0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\d])|(?<![\p{L}\d])[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d(?![\p{L}\d])/gu;
/** Irish Eircode, and the codes that stand behind the two letters or the name of a country's part. */
const OTHER_POSTCODE =
  /(?<![\p{L}\d])(?:[AC-FHKNPRTV-Y]\d[\dW]\s[\dAC-FHKNPRTV-Y]{4}|S\(\d{6}\)|(?:[A-Z]{2}\s)?\d{5}-\d{4})(?![\p{L}\d])/gu;
const POSTAL_CITY = new RegExp(
  String.raw`(?<![\p{L}\d.,/-])(?:[DFE]-)?\d{5}\s(?<city>\p{Lu}[\p{L}-]+)(?![\p{L}])`,
  "gu",
);

/** A street by its name alone, in the languages that put its kind last and in those that put it first. */
const STREET_WITHOUT_NUMBER = new RegExp(
  String.raw`(?<![\p{L}\d-])(?:\d{1,5}[A-Za-z]?(?:-\d{1,4})?\s+)?(?:${CAP}\s){1,3}(?:Street|Avenue|Ave|Road|Boulevard|Blvd|Lane|Yard|Row|Crescent|Terrace|Mews|Parade)(?:\s\d{1,4}(?:\s#[\d-]+)?)?(?![\p{L}\d])|(?<![\p{L}\d-])(?:Blk|Block)\s\d{1,4}[A-Z]?\s(?:${CAP}\s){1,4}\d{0,3}\s?(?:#[\d-]+)?|(?<![\p{L}])(?:${CAP}\s){1,3}\d{1,2}(?:st|nd|rd|th)\sStreet|(?<![\p{L}])(?:P\.?\s?O\.?\s|RR\s\d+\s)Box\s\d+|(?<!\p{L})(?:Route|Highway|Hwy)\s\d{1,3}(?!\d)`,
  "gu",
);
const STREET_FIRST =
  /(?<!\p{L})(?:\d{1,4}(?:\s?(?:bis|ter))?,?\s+)?(?:rue|avenue|boulevard|chemin|impasse|allée|quai|cours|ruelle|sentier)\s+(?:(?:de|du|des|la|le|les|d['’]|l['’])\s*)*\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*|(?<!\p{L})(?:[Cc]alle|[Aa]venida|Avda?\.?|Av\.|[Pp]laza|[Pp]aseo|[Cc]amino|[Cc]arretera|[Cc]ortijo|[Ff]inca|[Vv]ereda|C\/)\s+(?:(?:de|del|la|las|los|el|El|La)\s+)*\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*(?:,?\s*(?:n[.ºo°]*\s*)?(?:\d{1,4}|s\/n))?/gu;
const GERMAN_STREET =
  /(?<![\p{L}])\p{Lu}[\p{L}-]+(?:straße|strasse|gasse|gässli|gässle|allee|platz|damm|ufer|weg|ring)\s\d{1,4}\s?[a-z]?(?![\p{L}\d])|(?<![\p{L}])\p{Lu}[\p{L}-]{3,}(?:straße|strasse|gasse|gässli|allee)(?![\p{L}])|(?<!\p{L})(?:am|an der|in der|an dem)\s(?<id>\p{L}{3,}er\s(?:[Pp]latz|[Ss]traße|[Aa]llee|[Ww]eg|[Rr]ing|[Hh]auptbahnhofs?))(?!\p{L})|(?<!\p{L})\p{Lu}\p{L}+er\sHauptbahnhofs?(?!\p{L})/dgu;
/** A number, then words with a capital that a small word of another language joins: "7 Clos yr Onnen". */
const NUMBER_FIRST = /(?<=,\s)\d{1,4}\s\p{Lu}[\p{L}'’]+\s\p{Ll}{1,3}\s\p{Lu}[\p{L}'’]+(?=[,.;])/gu;

/** Streets with and without a number, and postcodes. */
export const findAddresses: Finder = function* (text) {
  yield* matches(text, ADDRESS, "place", "street-address");
  yield* matches(text, ADDRESS_ELSEWHERE, "place", "street-address");
  yield* matches(text, STREET_WITHOUT_NUMBER, "place", "street");
  yield* matches(text, STREET_FIRST, "place", "street");
  yield* matches(text, GERMAN_STREET, "place", "street");
  yield* matches(text, NUMBER_FIRST, "place", "street");
  yield* matches(text, ZIP, "place", "postcode");
  yield* matches(text, POSTCODE, "place", "postcode");
  yield* matches(text, OTHER_POSTCODE, "place", "postcode");
  yield* matches(
    text,
    POSTAL_CITY,
    "place",
    "postal-city",
    (match) => cityWords([match.groups?.["city"] ?? ""]) > 0,
  );
};

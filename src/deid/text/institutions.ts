import { type Finder, matches } from "./finder.ts";
import { isNoName } from "./word-lists.ts";

const CAP = String.raw`(?:St\.|\p{Lu}[\p{L}'’&-]*)`;
/** Words with a capital, and those that join them. */
const JOINED = String.raw`(?:de|del|da|do|du|des|d['’]|la|le|les|las|los|l['’]|el|y|of|the|am|an der|im|bei|zur|zum)`;
const PROPER = String.raw`(?:(?:${JOINED}\s?)*${CAP})(?:[ -](?:${JOINED}\s?)*${CAP}){0,4}`;

/** Where people live, work, learn and are treated, by a name that ends with what it is. */
const KIND_LAST = new RegExp(
  String.raw`(?<![\p{L}\d])(?<proper>(?:${CAP}\s(?:&\s|of\s|and\s)?){1,4})(?:Infirmary|Surgery|Ward|Maternity|Imaging|Medical Cent(?:er|re)|Home|House|Lodge|Living|Manor|Hostel|Hotel|School|Academy|College|High|University|Nursery|Church|Chapel|Parish|Mosque|Temple|Orchestra|Stadium|Market|Warehouse|Brewing|Brewery|Bakery|bakery|Restaurant|Farm|Prison|Barracks|Station|Airport|Service|Textiles|Motors|Coachworks|Works|Foundry|Mills|Council|Constabulary|Police|Regiment|RFC|FC|AFC|Base|Ltd|Limited|Inc|LLC|PLC|plc|Pty Ltd|Pte Ltd|GmbH|AG|KG|SARL|SAS|S\.L\.|S\.A\.)(?:\s(?:Ltd|Limited|Inc|LLC|GmbH|Pte|Pty))?(?:,\s\p{Lu}\p{L}+)?(?![\p{L}])`,
  "gu",
);
const NUMBERED =
  /(?<!\p{L})(?:Ward|Station|Pavillon|Pabellón)\s(?:\d{1,3}[A-Z]|[A-Z]\d{1,2})(?![\p{L}\d])|(?<!\p{L})P\.S\.\s\d{1,3}(?!\d)|(?<!\p{L})(?:warehouse|store|branch|depot|plant)\son\s(?:Route|Highway)\s\d+/gu;
/** The same where the kind comes first. */
const KIND_FIRST = new RegExp(
  String.raw`(?<![\p{L}\d])(?:[Cc]liniques?|[Hh]ôpital|CHU|CHR|[Éé]cole|[Ll]ycée|[Cc]ollège|[Ii]nstitut|EHPAD|[Cc]rèche|[Mm]édiathèque|[Uu]niversité|[Cc]hantiers?|[Ff]oyer|[Mm]aterno-?[Ii]nfantil|[Mm]airie|[Uu]sine|[Cc]entre [Hh]ospitalier|[Hh]ospital|[Cc]línica|[Uu]niversidad|[Ii]nstituto|[Cc]olegio|[Rr]esidencia|[Hh]ostal|[Hh]otel|[Uu]nidad|[Cc]entro de [Ss]alud|[Mm]utual|ESE|[Cc]ofradía|[Pp]arroquia|[Ff]ábrica|[Ii]nvernaderos|[Bb]odegas?|[Tt]alleres|Haus|[Pp]farrei|Firma|[Ss]eniorenheim|[Kk]indergarten|[Kk]ita|[Gg]rundschule|[Ss]chule|[Gg]ymnasium|[Kk]linikums?|[Kk]linik|[Kk]inderklinik|[Uu]niversitätsklinikum|[Kk]rankenhaus(?:es)?|USS|HMS|MV)\s(?:«\s|“|")?(?<proper>${PROPER})(?:,\s\p{Lu}\p{L}+)?`,
  "gu",
);
const SMALL_FIRST = /(?<!\p{L})(?:cofradía|sindicato|hermandad|cooperativa|peña)\sde\s\p{Ll}+/gu;
const HYPHENED = new RegExp(
  String.raw`(?<![\p{L}])${CAP}(?:-${CAP})*-(?:Gymnasium|Schule|Grundschule|Realschule|Gesamtschule|Hospital|Klinik|Klinikum|Krankenhaus|Stift|Heim|Werke?|Apotheke|Kirche)(?![\p{L}])`,
  "gu",
);
/** "Landwirt vom Kreuzerhof", "im Haus Abendfrieden". */
const GERMAN_YARD = /(?<=(?:vom|am|auf dem|beim)\s)\p{Lu}\p{Ll}{3,}(?:hof|mühle|gut|alm)(?!\p{L})/gu;
const FACILITY_LABEL = new RegExp(
  String.raw`(?<!\p{L})(?:facility|employer|school|schule|arbeitgeber|ward|sponsored by|firma|empresa|employeur|crèche|kindergarten|campo)\s?[:«"“]*\s?(?<id>${PROPER}(?:\s[GK]mbH|\sS\.L\.)?)`,
  "dgiu",
);

const isNamed = (match: RegExpExecArray): boolean =>
  (match.groups?.["proper"] ?? "")
    .split(/[\s-]+/u)
    .some((word) => /^\p{Lu}/u.test(word) && word.length > 2 && !isNoName(word));

/** Schools, employers, homes, wards and hospitals by name. */
export const findInstitutions: Finder = function* (text) {
  yield* matches(text, KIND_LAST, "place", "institution", isNamed);
  yield* matches(text, KIND_FIRST, "place", "institution", isNamed);
  yield* matches(text, NUMBERED, "place", "institution");
  yield* matches(text, SMALL_FIRST, "place", "institution");
  yield* matches(text, HYPHENED, "place", "institution");
  yield* matches(text, GERMAN_YARD, "place", "institution");
  yield* matches(
    text,
    FACILITY_LABEL,
    "place",
    "institution",
    (match) => /^\p{Lu}/u.test(match.groups?.["id"] ?? "") && !isNoName(match.groups?.["id"] ?? ""),
  );
};

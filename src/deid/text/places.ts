import { type Finder, type Found, matches } from "./finder.ts";
import { followsPlaceWord, isNamedAfter } from "./name-contexts.ts";
import { cityWords, isEponymHead, isEponym, isGivenName, isKnownPlace, isNoName } from "./word-lists.ts";

const CAP = String.raw`\p{Lu}[\p{L}'’.&-]*`;

const FACILITY = String.raw`(?:Hospitals?|Hosp|Infirmary|Hospice|Sanatorium|Clinics?|Polyclinic|Clinical Cent(?:er|re)|Dispensary|Surgery Cent(?:er|re)|Med(?:ical|\.)?\s?(?:Cent(?:er|re)|Ctr|Cntr|Campus|Group|Associates|School|College|Practice|Plaza|Pavilion)\.?|Health\s?(?:Cent(?:er|re)|Care|System|Clinic|Network|Partners|Services|Campus|Board|Trust)|Healthcare|Cancer (?:Cent(?:er|re)|Institute)|(?:Heart|Eye|Brain|Spine|Kidney|Children['’]s|Women['’]s) (?:Cent(?:er|re)|Institute|Hospital)|Oncology Cent(?:er|re)|Nursing Home|Care (?:Home|Cent(?:er|re))|Retirement (?:Home|Village)|Rehab(?:ilitation)? (?:Cent(?:er|re)|Hospital|Institute)|Urgent Care|Institute|University|Medicine|Med|Health|General|VA|VAMC|Presbyterian|Methodist|Memorial|Office|NHS (?:Foundation )?Trust)`;
const WITH_FACILITY = new RegExp(
  String.raw`(?<![\p{L}\d])(?<id>(?<proper>(?:(?:${CAP}|of|and|the|&|for|['’]s)\s+){0,4}?(?:${CAP}\s+|${CAP}-))(?<noun>${FACILITY}|clinic|hospital|office|med(?:ical)? cent(?:er|re)|downtown clinic|cancer cent(?:er|re)|heart institute)(?:\s+(?:of|at|in|[-–])\s+${CAP}(?:\s${CAP})?|\s+(?:Hospital|Clinic|Health|Cent(?:er|re)|Campus|Cancer Cent(?:er|re))\b)*)(?![\p{L}])`,
  "dgu",
);
const FACILITY_IN = new RegExp(
  String.raw`(?<![\p{L}\d])(?:Hospital|Clinic|Cancer Center|Medical Center|Children['’]s Hospital)\s+(?:of|in|at)\s+(?:the\s+)?${CAP}(?:\s${CAP})?(?![\p{L}])`,
  "gu",
);
const EUROPEAN = new RegExp(
  String.raw`(?<![\p{L}\d])(?:(?:[Uu]niversitäts|[Uu]ni|[Ff]ach|[Rr]eha)?-?(?:[Kk]linik|[Kk]linikum|[Ss]pital|[Kk]rankenhaus)\s+(?:der\s+)?${CAP}(?:\s(?:am|an der|im)\s${CAP})?|(?:[Hh][ôo]pital|[Cc]linique|CHU|CHR|CHRU|[Cc]entre [Hh]ospitalier|[Hh]ospital|[Cc]l[íi]nica|[Cc]entro de [Ss]alud|[Oo]spedale|[Pp]oliclinico)\s+(?:(?:de|du|des|la|le|del|di|d['’]|[Uu]niversitari[oa]|[Uu]niversitaire|[Gg]eneral|[Rr]égional)\s*){0,3}${CAP}(?:[\s-]${CAP})*|${CAP}-(?:Klinik|Klinikum|Krankenhaus|Spital)(?:\s+${CAP})?)`,
  "gu",
);
/** Described by what it does, it could be any. */
const GENERIC = new Set(
  `the a an our your my his her their this that local community outpatient inpatient emergency pain primary urgent mental public global behavioral behavioural digital national world home oral bone sexual
  reproductive women women's men's children's pediatric paediatric maternal child family student occupational population rural tribal veterans private teaching tertiary academic district regional
  general university memory dental eye skin breast fertility sleep wound stroke heart cardiac cardiology dermatology oncology neurology urology hematology haematology nephrology endocrinology psychiatry
  rheumatology gastroenterology pulmonary respiratory orthopedic orthopaedic surgical medical internal geriatric travel headache diabetes asthma copd hiv std anticoagulation warfarin infusion dialysis
  vein allergy ent ob gyn obstetrics gynecology prenatal antenatal walk-in day ambulatory weight migraine epilepsy movement ms hepatology hepatitis liver renal kidney transplant lung thoracic trauma
  burn rehab rehabilitation physical speech hand foot spine back sports integrative functional preventive evidence-based precision nuclear military digital doctor's physician's doctors medicaid american
  african european british canadian international federal state county hospital clinic seen visited at from in to for and of or with by on was is were treated evaluated referred admitted male female dr doctor`.split(
    /\s+/u,
  ),
);

const SAINT = new RegExp(
  String.raw`(?<![\p{L}\d])(?:St|Saint|Ste|Mt|Mount|Sankt|Santa|San|Sta)\.?\s${CAP}(?:['’]s)?(?:\s(?:Hospital|Clinic|Medical Center|Health|Medical Centre|General|Children['’]s Hospital)\b)?(?![\p{L}])`,
  "gu",
);
const AT = new RegExp(
  String.raw`\b(?:[Aa]t|[Vv]isited|[Vv]isiting|[Ss]een in|[Aa]dmitted to|[Rr]eferred (?:to|from|by)|[Tt]ransferred (?:to|from)|[Dd]ischarged from|[Hh]ospitali[sz]ed (?:at|in)|[Tt]reated (?:at|in|by)|[Ff]ollowed (?:at|by)|[Rr]ecords? from|[Ll]ives in|[Ll]iving in|[Rr]esid(?:es|ing|ent) (?:in|of)|[Bb]orn in|[Ww]orks (?:at|for|in)|[Ee]mployed (?:at|by)|[Mm]oved (?:to|from)|[Tt]ransfer from|[Cc]omes from|[Cc]oming from|[Nn]ear|[Ff]rom|chez|vive en|wohnt in|habite à)\s+(?:the\s+)?(?<id>${CAP}(?:[\s-](?:of\s)?${CAP}){0,4})(?![\p{L}])`,
  "dgu",
);

const WORDS =
  /(?<![\p{L}\d'’-])\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*|\s(?:de|del|do|da|am|an|der|la|le|sur|of|the|upon|on|im|bei)\s\p{Lu}[\p{L}'’-]*)*/gu;
const STATE_AFTER =
  /^,?\s(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?![\p{L}])/u;
/** Larger than Safe Harbor asks for, but part of the place where it stands right behind a smaller one. */
export const STATE_BEHIND =
  /^,?\s(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New\sHampshire|New\sJersey|New\sMexico|New\sYork|North\sCarolina|North\sDakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode\sIsland|South\sCarolina|South\sDakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West\sVirginia|Wisconsin|Wyoming|Ontario|Quebec|Alberta|Manitoba)(?![\p{L}])/u;
const CITY_STATE =
  /(?<![\p{L}\d])\p{Lu}[\p{L}'’.]+(?:\s\p{Lu}[\p{L}'’.]+){0,2},\s(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?![\p{L}])/gu;

const startsSentence = (text: string, start: number): boolean =>
  start === 0 || /[.!?:\n]\s*$/u.test(text.slice(Math.max(0, start - 3), start));
const plain = (word: string): string => word.replaceAll("’", "'").toLowerCase();
const wordsOf = (text: string): string[] => text.split(/[\s-]+/u).filter((word) => word !== "");
const isGeneric = (text: string): boolean =>
  wordsOf(text).every((word) => GENERIC.has(plain(word)) || GENERIC.has(plain(word).replace(/'s$/u, "")));
/** Letters that stand for a test, a ward, a condition; those of an institution stand after "at" too, so the common ones are listed. */
const ACRONYMS = new Set(
  `ICU ER ED OR CT MRI PET ECG EKG EEG US MICU SICU NICU PICU CCU OPD OT PT GP PCP BMI BP HR RR SPO2 INR GFR EGFR LDL HDL TSH PSA CRP ESR WBC HBA1C MELD NYHA CHADS CHADS2 COPD CHF CAD AF AFIB DVT PE MI CVA TIA
  UTI URI GERD IBD IBS RA SLE MS ALS HIV AIDS TB HCV HBV HPV COVID COVID-19 USA UK EU U.S US NHS CDC WHO FDA NIH NICE ADA AHA ACC ESC ASCO NCCN GOLD GINA KDIGO IV IM SC PO PRN BID TID QID HS T1 T2 L1 L2 L3 L4 L5 S1 C1 C2 C3 C4 C5 C6 C7
  AM PM NPO NPO DNR ROSC STEMI NSTEMI PCI CABG TAVR LVEF EF ICD CRT AV SA ASD VSD ACE ARB SSRI NSAID NSAIDS DOAC PPI DMARD TNF IL LFT LFTS CBC CMP BMP UA CSF CXR DEXA ERCP EGD GCS APGAR T2DM T1DM DM HTN CKD ESRD`.split(
    /\s+/u,
  ),
);

/** Words in the longest name of a city that is looked for. */
const LONGEST_CITY = 8;

const wordAfter = (text: string, end: number): string =>
  /^(?:['’]s)?[\s-]+([\p{L}-]+)/u.exec(text.slice(end, end + 30))?.[1] ?? "";

/** A state or country, also one of two words of which one is of no use alone. */
const isLargeRegion = (words: readonly string[]): boolean =>
  words.some((word) => isKnownPlace(word)) &&
  words.every((word) => isKnownPlace(word) || isNoName(word) || /^(?:La|New|Le)$/u.test(word));

/** Whether a city's name alone is rather a trial in capitals, or what medicine named after somebody who was called so. */
function isWordOfMedicine(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  if (/^\p{Lu}+$/u.test(word) || isLargeRegion(wordsOf(word))) return true;
  const before = text.slice(Math.max(0, start - 48), start);
  if (isNamedAfter(before, text.slice(end, end + 24))) return true;
  return isEponym(word) && !followsPlaceWord(before);
}

function* cities(text: string): Generator<Found> {
  for (const run of text.matchAll(WORDS)) {
    const words = [...run[0].matchAll(/[^\s]+/gu)];
    for (let index = 0; index < words.length;) {
      const count = cityWords(
        words.slice(index, index + LONGEST_CITY).map(([word]) => word.replace(/['’]s$/u, "")),
      );
      const [first, last] = [words[index], words[index + Math.max(count, 1) - 1]];
      index += Math.max(count, 1);
      if (count === 0 || first === undefined || last === undefined) continue;
      const start = run.index + first.index;
      const end = run.index + last.index + last[0].replace(/['’]s$/u, "").length;
      const next = wordAfter(text, end);
      const second =
        new RegExp(String.raw`^(?:['’]s)?[\s-]+${next}\s+([\p{L}-]+)`, "u").exec(
          text.slice(end, end + 50),
        )?.[1] ?? "";
      if ((isEponymHead(next) && next !== "area") || isEponymHead(second)) continue;
      if (isWordOfMedicine(text, start, end)) continue;
      if (
        (startsSentence(text, start) || isGivenName(first[0])) &&
        count === 1 &&
        !STATE_AFTER.test(text.slice(end))
      )
        continue;
      yield { start, end, kind: "place", rule: "city" };
    }
  }
}

const ARTICLED = /(?<=(?:\p{Ll}{3,}|[Vv]illage) de )(?:El|La|Los|Las|Le|Les) \p{Lu}\p{Ll}{3,}/gu;
const HOSPITAL_IN_ONE =
  /(?<!\p{L})\p{Lu}\p{Ll}{2,}(?:spital|hospital|klinikum|krankenhaus)(?:e?s)?(?!\p{L})|(?<!\p{L})\p{Lu}\p{Ll}+(?:Health|Care|Clinic)(?!\p{L})/gu;
const SMALL =
  /(?<!\p{L})(?:in|near|from|to|nach|aus|home|à|en|lives in)\s\(?(?<id>\p{Ll}{2,}(?:\s\p{Ll}{3,})?)(?!\p{L})/dgu;

/** Cities in small letters, as in messages. */
function* citiesWrittenSmall(text: string): Generator<Found> {
  for (const match of text.matchAll(SMALL)) {
    const [start, end] = match.indices?.groups?.["id"] ?? [0, 0];
    const words = wordsOf(text.slice(start, end));
    const count = cityWords(words);
    const name = words.slice(0, count).join(" ");
    if (count === 0 || name.length < 6 || (count === 1 && /^\p{ASCII}+$/u.test(name))) continue;
    yield { start, end: start + name.length, kind: "place", rule: "city-lower" };
  }
}

/** Places smaller than a state: addresses, postcodes, cities, and hospitals by name. */
export const findPlaces: Finder = function* (text): Generator<Found> {
  yield* matches(text, CITY_STATE, "place", "city-state", ([whole]) => !/^\p{Lu}{2,3},/u.test(whole));
  yield* matches(text, ARTICLED, "place", "article");
  yield* matches(
    text,
    HOSPITAL_IN_ONE,
    "place",
    "facility",
    ([whole]) =>
      !/^(?:Universität|Kinder|Kreis|Stadt|Bezirks|Kantons|Privat|Zentral|Uni|Akut|Landes|Maximal)/u.test(
        whole,
      ),
  );
  yield* citiesWrittenSmall(text);
  yield* matches(text, WITH_FACILITY, "place", "facility", (match) => {
    const noun = match.groups?.["noun"] ?? "";
    const proper = match.groups?.["proper"] ?? "";
    if (!isGeneric(proper)) {
      // A noun that names more than places counts beside a city, a saint or a word of its own only.
      const isSmall = /^\p{Ll}/u.test(noun);
      const known = (word: string): boolean =>
        isNoName(word) || GENERIC.has(plain(word)) || ACRONYMS.has(word.toUpperCase());
      if (isSmall) return wordsOf(proper).some((word) => !known(word)) && !startsSentence(text, match.index);
      const isWeak =
        /^(?:Institute|University|Medicine|Med|Health|General|Office|Presbyterian|Methodist|Memorial|VA)$/u.test(
          noun,
        );
      if (!isWeak) return true;
      const words = wordsOf(proper);
      return (
        words.some(
          (word, index) => cityWords(words.slice(index)) > 0 || /^(?:St\.?|Mt\.?|Mount|Saint)$/u.test(word),
        ) || !words.every(known)
      );
    }
    // "General Hospital", in capitals, is what people call theirs.
    return (
      /(?:General|Memorial|City|County|University|Children['’]s|Regional|Community|District)\s$/u.test(
        proper,
      ) && /^\p{Lu}/u.test(noun)
    );
  });
  yield* matches(text, FACILITY_IN, "place", "facility-in");
  yield* matches(text, EUROPEAN, "place", "facility");
  yield* matches(
    text,
    SAINT,
    "place",
    "saint",
    ({ 0: whole, index }) =>
      !/wort\b/iu.test(text.slice(index, index + whole.length + 8)) &&
      !isEponymHead(wordAfter(text, index + whole.length)),
  );
  yield* matches(text, AT, "place", "at", (match) => {
    const id = match.groups?.["id"] ?? "";
    const words = wordsOf(id);
    const [first = ""] = words;
    const end = match.index + match[0].length;
    const next = /^(?:['’]s)?\s+([\p{L}-]+)/u.exec(text.slice(end, end + 30))?.[1] ?? "";
    if (isEponymHead(next) || words.some((word) => isEponymHead(word))) return false;
    if (isLargeRegion(words) || isKnownPlace(first.replace(/\.$/u, ""))) return false;
    if (/^from/iu.test(match[0]) && (words.length < 2 || words.some((word) => isNoName(word)))) return false;
    if (words.every((word) => isNoName(word) || GENERIC.has(plain(word)))) {
      return words.length > 1 && /^(?:Health|General|Memorial|Hospital|Clinic)$/u.test(words.at(-1) ?? "");
    }
    if (/^(?:Dr|Mr|Mrs|Ms|Prof)\.?$/u.test(first)) return false;
    return !ACRONYMS.has(id.toUpperCase()) && !/^\p{Lu}\d*$/u.test(id);
  });
  yield* cities(text);
};

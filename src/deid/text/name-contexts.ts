/** What stands before a name and says so. Each is tried on the few characters before it. */

const TITLES = String.raw`Dr|Dres|Drs|Prof|Professor|Doctor|Doktor|Docteur|Mr|Mrs|Ms|Mx|Miss|Mister|Master|Mdm|Madam|Sir|Dame|Lady|Lord|Rev|Father|Pastor|Rabbi|Imam|Sister|Coach|Chief|Baby|Smt|Shri|Sri|Kumari|Nurse|Herr|Herrn|Frau|Fräulein|Kolleg(?:e|en|in)|OA|OÄ|CA|Mag|Dipl|Priv\.-Doz|PD|Monsieur|Madame|Mademoiselle|M|MM|Mme|Mlle|Me|Pr|Dre|Dra|Señora?|Sra?|Srta|Don|Doña|D|Dña|Fray|Sor|Lic|Fr|dr|mr|mrs|ms|prof|doktor|frau|herr|mme|dra|don|doña|sister`;
const BEFORE_TITLE = new RegExp(
  String.raw`(?<![\p{L}\d]|\d\s)(?:${TITLES})\.?ª?\s+(?:(?:Dr|Prof|Mag|med|dent|Ing|vet)\.\s*)*$`,
  "u",
);

const KIN =
  String.raw`mother|father|mum|mom|mam|mama|dad|papa|wife|husband|son|daughter|brother|sister|sibling|niece|nephew|aunt|uncle|grandm(?:other|a)|grandfather|granddaughter|grandson|cousin|partner|girlfriend|boyfriend|gf|bf|fianc[ée]e?|spouse|wahine|kids|parents|twins|in-law|neighbou?r|friend|carer|caregiver|guardian|next of kin|proband|nurse|midwife|visitor|therapist|colleague|coordinator|secretary|driver|representative|attending|resident|surgeon|consultant|[a-z]+ologist|aide|caller|client|member|stepfather|stepmother|godmother|godfather|foster mother|boss|manager|teacher|priest|imam|pastor|surrogate|interpreter|roommate|flatmate|classmate|patient|pt|named|called|whose name|
mutter|vater|tochter|sohn|bruder|schwester|ehefrau|ehemann|enkelin|enkel|nichte|neffe|tante|onkel|lebensgefährt(?:e|in)|freundin|betreuer(?:in)?|hausarzt|hausärztin|mann|großmutter|großvater|dolmetscher(?:in)?|schwager|schwägerin|schwieger(?:mutter|vater|sohn|tochter)|lehrer(?:in)?|chefin?|pfleger(?:in)?|patientin|pat\.|nachbar(?:in)?|oma|opa|
mère|père|épouse|mari|femme|fils|fille|frère|sœur|soeur|nièce|neveu|cousine?|oncle|conjointe?|compagn(?:e|on)|petit-fils|petite-fille|voisine?|patron(?:ne)?|gendre|belle-(?:mère|fille|sœur)|beau-(?:père|fils|frère)|tuteur|tutrice|interprète|nourrice|infirmi(?:er|ère)|sage-femme|collègue|interne|confiance|prénom|
madre|padre|esposa|esposo|marido|mujer|hij[oa]|herman[oa]|sobrin[oa]|prim[oa]|abuel[oa]|novi[oa]|polol[oa]|compañer[oa]|pareja|tí[oa]|vecin[oa]|cuñad[oa]|suegr[oa]|nuera|yerno|jef[ea]|maestr[oa]|cuidador[a]?|auxiliar|enfermer[oa]|acompañante|terapeuta|residente|paciente|gestante|colega|caso de|seguimiento de`.replaceAll(
    "\n",
    "",
  );
const BEFORE_KIN = new RegExp(
  String.raw`(?<![\p{L}])(?:${KIN})(?:\s+(?:is|ist|est|es|die|der|la|el)\s+|\s?[,:(=]\s*|\s+(?:the\s)?)(?:(?:die|der)\s\p{Lu}\p{L}+\s)?$`,
  "iu",
);

const LABELS = String.raw`name|nom|nombre|apellidos|patient(?:in)?|paciente|pat|re|consultant|attending|signed(?: by)?|sign[ée]|unterschrift|gez|fdo|firmado|atte|regards|wishes|thanks|thank you|thx|cheers|ta|grüßen?|gruß|lg|vg|mfg|dank|cordialement|confraternellement|merci|bye|gracias|saludo|abrazo|po|caller|contacto?|consult|consult for|referral for|(?:re)?certification for|review of|vorstellung (?:von|durch)|durch|pour|dear|hi|hello|cher|chère|liebe[r]?|estimad[oa]|kia ora|[wsd]\/o|service du|dictated by|requested by|read by|anruf von|solicitud de|danke|yours|sincerely|faithfully|hochachtungsvoll|amitiés|atentamente|atte|vôtre|vinaka|asante|obrigad[oa]|grazie|shukran`;
const BEFORE_LABEL = new RegExp(String.raw`(?<![\p{L}])(?:${LABELS})\s*[:,!.;(=]{0,2}\s*$`, "iu");

/** What stands behind a name: an age and sex, a birth, a degree, a number of somebody. */
const BEHIND = new RegExp(
  String.raw`^,?\s*\(?\*?(?:(?:DOB|d\.o\.b|born|geb\.|née?\s(?:le|en)|nacid[oa]|NHS|MRN|SSN|IPP|NIR|DNI|NIE|NHI|PPS|OHIP|CURP|RUT|RAMQ|SVNR|ID\b|C\.C\.|registre|national)|\d{1,3}\s?(?:[MF]\b|\/[MFmf]\b|y\/?o\b|yrs?\b|years|Jahre|J\.|ans\b|años|jährig)|(?:MD|DO|NP|RN|LCSW|PhD|FRCP)\b|\+?\(?0\d{1,4}[\s)])|^(?:,|\s\()\s?(?:(?:DO|PA|ST\d|FY?\d|SHO|GP|R\d|registrar|resident|residente|consultant|physician|physio|nurse|midwife|rural|IM resident|bleep|pager|tel|phone|mobile|Mobil|band|partera|médic[oa]|interne|infirmi|Chefarzt|Facharzt|Assistenz)\b)|^,\s(?:[1-9]\d?|1[01]\d)(?=\s?[,.;:(]|\s+[MFmf]\b|\s\p{Ll})`,
  "u",
);

/** What medicine names after somebody, where the name comes last: "signe de", "criterios de", "Morbus", "by". */
const BEFORE_EPONYM =
  /(?<!\p{L})(?:signes?|syndromes?|maladie|tests?|scores?|critères|échelle|indice|manœuvre|classification|ganglions?|nodules?|phénomène|clairance|protéinurie|schéma|formule|loi|corps|anneau|hernie|thyroïdite|lymphome|épreuve|triade|signo|síndrome|criterios|escala|índice|enfermedad|fenómeno|ganglio|tiroiditis|hermana|hernia|linfoma|maniobra|prueba|tríada|clasificación|virus|nódulo|esófago|rosa|tumor|fractura|cirugía|operación|anomalía)\s+(?:de\s+|d['’]|du\s+|del\s+|de\sla\s+)(?:\p{Lu}[\p{L}-]+\s(?:et|y|ou|o|e)\s)?$|(?<!\p{L})(?:Morbus|nach|by|per|as in|like|según|selon|comme dans|como en|wie in|suggests?|phénomène|stage|grade|class|type)\s+(?:the\s)?$/iu;
/** A class or grade behind it. */
const BEHIND_EPONYM =
  /^['’]?s?\s(?:[IVX]+[ABC]?\b|\d{1,2}(?![\d-])|[A-D]\d?\b|(?:severe|mild|moderate|positive|negative|negativ|positiv|négati|negativ[oa]|positiv[oa]|algorithm|stem|negative)\b)|^-\d/u;

/** What stands before a place. */
const PLACE_BEFORE =
  /(?<!\p{L})(?:in|at|near|from|to|outside|around|into|via|towards|à|au|aux|en|dans|vers|depuis|a|desde|hasta|cerca de|aus|bei|of the|the|juzgado de|natural de|vecin[oa] de|jubilad[oa] de|\p{L}{3,}(?:er|dor)[oa] de|\p{L}{3,}ista de|\p{Lu}{2,4} de|(?:ans|años), de|parish of)\s$/iu;

const CONTEXT_WORD = new RegExp(String.raw`^(?:${TITLES}|${LABELS})\.?$`, "u");
const CONTEXT_WORD_SMALL = new RegExp(String.raw`^(?:${KIN}|${LABELS})$`, "iu");

/** Whether a word with a capital says that a name follows and is none. */
export const isContextWord = (word: string): boolean =>
  CONTEXT_WORD.test(word) || CONTEXT_WORD_SMALL.test(word);
export const followsTitle = (before: string): boolean => BEFORE_TITLE.test(before);
export const followsKin = (before: string): boolean => BEFORE_KIN.test(before);
export const followsLabel = (before: string): boolean => BEFORE_LABEL.test(before);
export const precedesPerson = (after: string): boolean => BEHIND.test(after);
export const followsPlaceWord = (before: string): boolean => PLACE_BEFORE.test(before);
export const isNamedAfter = (before: string, after: string): boolean =>
  BEFORE_EPONYM.test(before) || BEHIND_EPONYM.test(after);

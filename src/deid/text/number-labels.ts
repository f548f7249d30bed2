import type { IdentifierKind } from "#domain/identifier.ts";

/** What stands before a number and says whose it is: kind, rule, and a pattern's alternatives, the longer ones first. */
export const NUMBER_LABELS: readonly (readonly [IdentifierKind, string, string])[] = [
  [
    "national-number",
    "national",
    "ssn|social security|soc\\.? sec\\.?|nhs|national insurance|nino|chi|ihi|nhi|pps|sin(?: on the form)?|nin|tin|tfn|bsn|pesel|cpf|bvn|registro civil|tarjeta de identidad|nric|aadhaar|curp|rut|ci|c\\.c\\.|cédula|registre national|ahv|svnr|nss|naf|nir|numéro de sécurité sociale|sécurité sociale|steuer-?id|steueridentifikationsnummer|sozialversicherungsnummer|rentenversicherungsnummer|rvnr|dni|nie|nif|seguridad social|passport|reisepass|passeport|pasaporte|personnummer|identity|medicare|medicaid",
  ],
  [
    "record-number",
    "record",
    "mrns?|mr|m\\.r\\.n\\.|medical records?|med\\.? rec\\.?|health records?|case records?|records?|chart|hospital|patient|pat|pt|unit|case|encounter|visit|accession|specimen|file|folder|sticker(?: with)?|uhid|clinic card|practice reference|va file|rio|ip|nda|ipp|nip|nhc|at\\/mp|patientennummer|patienten-?id|patientenkartei|pat\\.-?nr|fallnummer|aktenzeichen|dossier|historia(?: cl[ií]nica| provisional)?|expediente|episodio",
  ],
  [
    "plan-number",
    "plan",
    "health plan(?: beneficiary)?|plan|insurance|insurer|policy|member(?:ship)?|authori[sz]ation|beneficiary|subscriber|group|hpn|hpbn|ohip|ramq|philhealth|medical card|sha|mutual|versichertennummer|versicherungsnummer|vers\\.-?nr|versicherungs-?nr|kv-?nr|krankenkasse|police|mutuelle|affiliation|mgen|assurance|carte|póliza|tarjeta(?: sanitaria)?|tis|cip|sip|cuil|afiliad[oa](?: a)?(?: \\p{Lu}+)?|afiliación(?: \\p{Lu}+)?|eps(?: \\p{L}+)?|seguro(?: \\p{Lu}+)?",
  ],
  ["account-number", "account", "account|acct|billing|invoice|claim|iban|konto(?:nummer)?|compte|rib|cuenta"],
  [
    "licence-number",
    "licence",
    "(?:medical |driver['’]?s? |nursing |hgv |driving )?licen[cs]e|certificate|certification|cert|dea|npi|gmc|gdc|nmc|provider|upin|referrer|lanr|bsnr|führerschein|rpps|inami|adeli|permis(?: de conduire)?(?: suspendu,)?|approbation|colegiad[oa]|matrícula profesional|cpt-1 licen[cs]e",
  ],
  [
    "vehicle-number",
    "vehicle",
    "licen[cs]e plate|number plate|plate|vin|vehicle|registration|reg(?: of (?:his|her|the) \\p{L}+)?|taxi|matatu|kennzeichen(?: des \\p{L}+)?|immatriculation|voiture|placas?|matrícula|coche",
  ],
  [
    "device-number",
    "device",
    "(?:device |implant |pacemaker |icd |analyzer )?serial|s\\/n|sn|udi|device|implant|pacemaker|lot|(?:implantat-)?seriennr|seriennummer|numéro de série|de série|número de serie|serie",
  ],
  [
    "other-number",
    "label",
    "\\p{L}{0,20}nummer|\\p{L}{0,20}-nr|number|numéro|número|n°(?: de \\p{L}+)?|nr(?=\\.)|n\\.º|núm|id|identifier|identification|reference|ref|report|biopsy|sample|study instance uid|uid|census|payroll|petición|siniestro|confirmation|badge|employee|student|study|participant|subject|tracking|family|bon de transport|matricule|fiche|tutor legal|code|código",
  ],
];

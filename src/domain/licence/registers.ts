import { gs1Holds, lanrHolds, luhnHolds } from "./checksums.ts";

/** A register of physicians, and what one of its numbers looks like. Whether the number is somebody's, only the register knows. */
export interface Register {
  readonly code: string;
  /** For people to choose by. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** In words, for whoever typed another one. */
  readonly form: string;
  readonly pattern: RegExp;
  /** The check digit; absent where the register has none. */
  readonly holds?: (digits: string) => boolean;
}

/** Each with the source of its rule. */
export const REGISTERS = [
  {
    // CMS, "NPI check digit": Luhn with the prefix 80840; 69 FR 3434: the first digit is 1 or 2.
    code: "npi",
    name: "NPI (United States)",
    country: "US",
    form: "10 digits, the first of them 1 or 2",
    pattern: /^[12]\d{9}$/u,
    holds: (digits) => luhnHolds(`80840${digits}`),
  },
  {
    // General Medical Council, "The medical register": a seven-digit reference number, no check digit.
    code: "gmc",
    name: "GMC reference number (United Kingdom)",
    country: "GB",
    form: "7 digits",
    pattern: /^\d{7}$/u,
  },
  {
    // Agence du Numérique en Santé, RPPS: eleven digits, the last one Luhn's.
    code: "rpps",
    name: "RPPS (France)",
    country: "FR",
    form: "11 digits",
    pattern: /^\d{11}$/u,
    holds: luhnHolds,
  },
  {
    // Australian Digital Health Agency, Healthcare Identifiers: sixteen digits after ISO/IEC 7812, an individual's begin with 800361.
    code: "hpi-i",
    name: "HPI-I (Australia)",
    country: "AU",
    form: "16 digits that begin with 800361",
    pattern: /^800361\d{10}$/u,
    holds: luhnHolds,
  },
  {
    // Kassenärztliche Bundesvereinigung, Arztnummern-Richtlinie: six digits, a check digit, two for the specialty.
    code: "lanr",
    name: "LANR (Germany)",
    country: "DE",
    form: "9 digits",
    pattern: /^\d{9}$/u,
    holds: lanrHolds,
  },
  {
    // CIBG, BIG-register: eleven digits, those of physicians end in 01; no check digit.
    code: "big",
    name: "BIG number (Netherlands)",
    country: "NL",
    form: "11 digits that end in 01",
    pattern: /^\d{9}01$/u,
  },
  {
    // Helsedirektoratet, Helsepersonellregisteret: seven to nine digits, no check digit.
    code: "hpr",
    name: "HPR number (Norway)",
    country: "NO",
    form: "7 to 9 digits",
    pattern: /^[1-9]\d{6,8}$/u,
  },
  {
    // Refdata, GLN of persons: GS1 numbers that begin with 7601, as the MedReg shows them.
    code: "gln",
    name: "GLN (Switzerland)",
    country: "CH",
    form: "13 digits that begin with 7601",
    pattern: /^7601\d{9}$/u,
    holds: gs1Holds,
  },
] as const satisfies readonly Register[];

export const registerOf = (code: string): Register | undefined => REGISTERS.find((one) => one.code === code);

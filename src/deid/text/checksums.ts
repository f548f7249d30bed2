const charactersOf = (text: string): string[] => text.split("");
const digitsOf = (text: string): number[] => charactersOf(text.replaceAll(/\D/gu, "")).map(Number);

/** Luhn's algorithm (ISO/IEC 7812-1, annex B). */
export function isLuhn(text: string): boolean {
  const sum = digitsOf(text)
    .toReversed()
    .reduce((total, digit, index) => {
      const doubled = index % 2 === 1 ? digit * 2 : digit;
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0;
}

/** NHS number: ten digits, modulus 11 (NHS Data Dictionary). */
export function isNhsNumber(text: string): boolean {
  const digits = digitsOf(text);
  const check = 11 - (digits.slice(0, 9).reduce((sum, digit, index) => sum + digit * (10 - index), 0) % 11);
  return digits.length === 10 && (check === 11 ? 0 : check) === digits[9] && new Set(digits).size > 1;
}

/** A social security number that could have been given out (SSA, POMS RM 10201.035). */
export function isSocialSecurityNumber(text: string): boolean {
  const [area, group, serial] = [text.slice(0, 3), text.slice(-6, -4), text.slice(-4)];
  return area !== "000" && area !== "666" && group !== "00" && serial !== "0000";
}

/** French NIR: thirteen characters and a key of two digits, 97 minus the rest (INSEE); 2A and 2B are Corsica. */
export function isNir(text: string): boolean {
  const whole = text.replaceAll(/\s/gu, "").toUpperCase();
  const number = whole.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return /^\d{13}$/u.test(number) && 97n - (BigInt(number) % 97n) === BigInt(whole.slice(13) || "-1");
}

/** German tax number: eleven digits, ISO 7064 MOD 11,10 (Bundeszentralamt für Steuern). */
export function isSteuerId(text: string): boolean {
  const digits = digitsOf(text);
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (digit + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return digits.length === 11 && digits[0] !== 0 && (11 - product) % 10 === digits[10];
}

/** German health insurance number: a letter and nine digits, the letter as two digits, weights 1 and 2 (GKV, § 290 SGB V). */
export function isKvnr(text: string): boolean {
  const letter = text.toUpperCase().charCodeAt(0) - 64;
  const digits = [Math.floor(letter / 10), letter % 10, ...digitsOf(text.slice(1))];
  const sum = digits.slice(0, 10).reduce((total, digit, index) => {
    const weighted = digit * (1 + (index % 2));
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return digits.length === 11 && sum % 10 === digits[10];
}

/** Spanish DNI and NIE: the letter at the number's rest by 23 (Real Decreto 1553/2005). */
export function isDni(text: string): boolean {
  const whole = text.replaceAll(/[\s.-]/gu, "").toUpperCase();
  const number = whole.slice(0, -1).replace(/^[XYZ]/u, (letter) => String("XYZ".indexOf(letter)));
  return /^\d{8}$/u.test(number) && "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] === whole.at(-1);
}

/** International bank account number (ISO 13616): 1 modulo 97. */
export function isIban(text: string): boolean {
  const whole = text.replaceAll(/\s/gu, "").toUpperCase();
  const turned = `${whole.slice(4)}${whole.slice(0, 4)}`;
  const number = charactersOf(turned)
    .map((character) => Number.parseInt(character, 36))
    .join("");
  return /^\d+$/u.test(number) && BigInt(number) % 97n === 1n;
}

/** Vehicle identification number with its check digit (49 CFR 565.15). */
export function isVin(text: string): boolean {
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const values = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
  const sum = charactersOf(text.toUpperCase()).reduce(
    (total, character, index) => total + (values.indexOf(character) % 10) * (weights[index] ?? 0),
    0,
  );
  return text.length === 17 && "0123456789X"[sum % 11] === text[8]?.toUpperCase();
}

/** Swiss AHV number: thirteen digits with the check digit of EAN-13 (Zentrale Ausgleichsstelle). */
export function isAhv(text: string): boolean {
  const digits = digitsOf(text);
  const sum = digits
    .slice(0, 12)
    .reduce((total, digit, index) => total + digit * (index % 2 === 1 ? 3 : 1), 0);
  return digits.length === 13 && (10 - (sum % 10)) % 10 === digits[12];
}

/** Belgian national number: 97 minus the first nine digits by 97; those born from 2000 on have a 2 before them. */
export function isBelgianNumber(text: string): boolean {
  const whole = text.replaceAll(/\D/gu, "");
  const check = Number(whole.slice(9));
  const keys = ["", "2"].map((century) => 97 - (Number(`${century}${whole.slice(0, 9)}`) % 97));
  return whole.length === 11 && keys.includes(check);
}

/** Chilean RUT: weights 2 to 7 from the right, modulus 11, K for ten (Registro Civil). */
export function isRut(text: string): boolean {
  const whole = text.replaceAll(/[.-]/gu, "").toUpperCase();
  const sum = digitsOf(whole.slice(0, -1))
    .toReversed()
    .reduce((total, digit, index) => total + digit * (2 + (index % 6)), 0);
  return "0K987654321"[sum % 11] === whole.at(-1);
}

/** Multiplication in the dihedral group of ten elements, and the permutation by position. */
const PERMUTED = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
function dihedral(one: number, other: number): number {
  const turned = one < 5 ? one + (other % 5) : one - (other % 5) + 5;
  return (turned % 5) + (one < 5 === other < 5 ? 0 : 5);
}

/** Indian Aadhaar number: twelve digits, Verhoeff's algorithm (UIDAI). */
export function isAadhaar(text: string): boolean {
  const digits = digitsOf(text).toReversed();
  const permute = (digit: number, times: number): number =>
    times === 0 ? digit : permute(PERMUTED[digit] ?? 0, times - 1);
  return (
    digits.length === 12 &&
    digits.reduce((sum, digit, index) => dihedral(sum, permute(digit, index % 8)), 0) === 0
  );
}

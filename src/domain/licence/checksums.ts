/** The Luhn check over all digits, the last being the check digit (ISO/IEC 7812-1, annex B). */
export function luhnHolds(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = Number(digits.at(-1 - fromRight));
    const value = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** The check digit of GS1 numbers: weights 3 and 1 from the right (GS1 General Specifications, section 7.9). */
export function gs1Holds(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    sum += Number(digits.at(-1 - fromRight)) * (fromRight % 2 === 1 ? 3 : 1);
  }
  return sum % 10 === 0;
}

/** The seventh digit of a German physician number: weights 4 and 9, up to the next ten (KBV, Richtlinie nach § 75 Abs. 7 SGB V). */
export function lanrHolds(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < 6; place += 1) sum += Number(digits.charAt(place)) * (place % 2 === 0 ? 4 : 9);
  return (10 - (sum % 10)) % 10 === Number(digits.charAt(6));
}

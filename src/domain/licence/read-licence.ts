import type { Checked, Fault } from "../refusal.ts";
import { REGISTERS, registerOf } from "./registers.ts";

/** A number of a register whose form is right. */
export interface Licence {
  readonly register: string;
  /** Digits only. */
  readonly number: string;
  readonly country: string;
}

/** Reads a licence number, with spaces, dots and dashes as people write them; the faults are at `register` and `number`. */
export function readLicence(register: string, number: string): Checked<Licence> {
  const known = registerOf(register.trim().toLowerCase());
  if (known === undefined) {
    const codes = REGISTERS.map(({ code }) => code).join(", ");
    return refused("register", `Choose the register: one of ${codes}.`);
  }
  const digits = number.replaceAll(/[\s.\-/]/gu, "");
  if (!known.pattern.test(digits))
    return refused("number", `A number of the ${known.name} has ${known.form}.`);
  if (known.holds?.(digits) === false) {
    return refused("number", "The check digit does not fit: a digit is wrong, or two have changed places.");
  }
  return { ok: true, value: { register: known.code, number: digits, country: known.country } };
}

const refused = (field: string, message: string): { ok: false; faults: readonly Fault[] } => ({
  ok: false,
  faults: [{ field, message }],
});

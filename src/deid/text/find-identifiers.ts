import type { Identifier, IdentifierKind } from "#domain/identifier.ts";
import { findContacts } from "./contacts.ts";
import { findAges, findDates } from "./dates.ts";
import type { Found } from "./finder.ts";
import { findNames } from "./names.ts";
import { findNumbers } from "./numbers.ts";
import { findPlaces, STATE_BEHIND } from "./places.ts";

/** Where two finds share characters, the earlier kind here says more about them. */
const PRECEDENCE: readonly IdentifierKind[] = [
  "email",
  "url",
  "ip-address",
  "national-number",
  "record-number",
  "plan-number",
  "licence-number",
  "vehicle-number",
  "device-number",
  "account-number",
  "fax",
  "phone",
  "date",
  "age",
  "other-number",
  "place",
  "name",
];

/**
 * Finds what may identify somebody in a text: the kinds of the HIPAA Safe Harbor list that a text can hold, in English
 * first, then German, French and Spanish. It proposes and misses some; nothing found does not mean that nothing is there.
 *
 * @returns in the order of the text, none overlapping another
 */
export function findIdentifiers(text: string): Identifier[] {
  const finds = [findContacts, findNumbers, findDates, findAges, findPlaces, findNames].flatMap((find) => [
    ...find(text),
  ]);
  return settle(text, finds)
    .map((found) => withState(text, withoutStop(text, found)))
    .map((found) => ({ ...found, rewrite: rewrite(text, found) }));
}

/** The stop at a sentence's end is no part of a place. */
function withoutStop(text: string, found: Found): Found {
  const stop =
    found.kind === "place" ? (/[.,]+$/u.exec(text.slice(found.start, found.end))?.[0].length ?? 0) : 0;
  return stop === 0 ? found : { ...found, end: found.end - stop };
}

function withState(text: string, found: Found): Found {
  const state = found.kind === "place" ? STATE_BEHIND.exec(text.slice(found.end, found.end + 20)) : null;
  return state === null ? found : { ...found, end: found.end + state[0].length };
}

/** Joins what overlaps, and places that stand beside each other as in "Acacia Avenue 4, Leeds". */
function settle(text: string, finds: readonly Found[]): Found[] {
  const sorted = finds.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const settled: Found[] = [];
  for (const found of sorted) {
    const before = settled.at(-1);
    if (before === undefined) {
      settled.push(found);
      continue;
    }
    const between = text.slice(before.end, found.start);
    const isBeside =
      before.kind === "place" && found.kind === "place" && /^(?:,\s|\s(?:in\s)?)$/u.test(between);
    if (found.start >= before.end && !isBeside) {
      settled.push(found);
      continue;
    }
    const stronger = isStronger(found, before) ? found : before;
    settled[settled.length - 1] = { ...stronger, start: before.start, end: Math.max(before.end, found.end) };
  }
  return settled;
}

function isStronger(one: Found, other: Found): boolean {
  const kinds = new Set([one.kind, other.kind]);
  // A surname that is a town too, or a hospital named after somebody: the longer find read more of it.
  const isNameOrPlace = kinds.has("name") && kinds.has("place");
  const [length, otherLength] = [one.end - one.start, other.end - other.start];
  if (isNameOrPlace && length !== otherLength) return length > otherLength;
  return PRECEDENCE.indexOf(one.kind) < PRECEDENCE.indexOf(other.kind);
}

const CLINICIAN = /^(?:Dr|Dres|Drs|Prof|Professor|Doctor|Doktor|Docteur|Nurse)(?!\p{L})/iu;

/** What says the same without identifying: a year for a date, a role for a name, a region for a place. */
function rewrite(text: string, { start, end, kind }: Found): string {
  const original = text.slice(start, end);
  if (kind === "date") return /(?:19|20)\d{2}/u.exec(original)?.[0] ?? "";
  if (kind === "age") return "90 or more";
  if (kind === "name") return CLINICIAN.test(original) ? "a colleague" : "the patient";
  if (kind !== "place") return "";
  const isHospital = /hosp|clinic|klinik|medical|health|hôpital|center|centre/iu.test(original);
  return isHospital ? "a hospital in the region" : "the region";
}

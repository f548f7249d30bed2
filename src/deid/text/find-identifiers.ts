import type { Identifier, IdentifierKind } from "#domain/identifier.ts";
import { findAddresses } from "./addresses.ts";
import { findAges } from "./ages.ts";
import { findContacts } from "./contacts.ts";
import { findDates } from "./dates.ts";
import type { Finder, Found } from "./finder.ts";
import { findInstitutions } from "./institutions.ts";
import { findNames } from "./names.ts";
import { findNationalNumbers } from "./national-numbers.ts";
import { findNumbers } from "./numbers.ts";
import { findPlaces, STATE_BEHIND } from "./places.ts";
import { findProperNouns } from "./proper-nouns.ts";

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

const FINDERS: readonly Finder[] = [
  findContacts,
  findNumbers,
  findNationalNumbers,
  findDates,
  findAges,
  findAddresses,
  findInstitutions,
  findPlaces,
  findNames,
  findProperNouns,
];

/**
 * Finds what may identify somebody in a text: the kinds of the HIPAA Safe Harbor list that a text can hold, in English
 * first, then German, French and Spanish. It proposes and misses some; nothing found does not mean that nothing is there.
 *
 * @returns in the order of the text, none overlapping another
 */
export function findIdentifiers(text: string): Identifier[] {
  const finds = FINDERS.flatMap((find) => [...find(text)]);
  return settle(
    text,
    settle(text, finds).map((found) =>
      withPostcode(text, withState(text, withTown(text, withoutStop(text, found)))),
    ),
  ).map((found) => ({ ...found, rewrite: rewrite(text, found) }));
}

/** The stop at a sentence's end is no part of a place. */
function withoutStop(text: string, found: Found): Found {
  const stop =
    found.kind === "place" ? (/[.,]+$/u.exec(text.slice(found.start, found.end))?.[0].length ?? 0) : 0;
  return stop === 0 ? found : { ...found, end: found.end - stop };
}

/** A postcode beside a place, before or behind it. */
const POSTCODE_BEHIND =
  /^(?:,?\s|\s\()(?:\p{Lu}\p{L}{1,2}\s)?(?!(?:19|20)\d{2}(?!\d))\d{2,3}\s?\d{2,3}(?:-\d{4})?(?![\p{L}\d.,]\d|\d|\s?(?:mg|ml|g|kg|%|patients))/u;
const POSTCODE_BEFORE = /(?<![\p{L}\d.,-])(?!(?:19|20)\d{2}\s)\d{4,5},?\s$/u;

function withPostcode(text: string, found: Found): Found {
  if (found.kind !== "place") return found;
  const before = POSTCODE_BEFORE.exec(text.slice(Math.max(0, found.start - 8), found.start))?.[0] ?? "";
  const behind = POSTCODE_BEHIND.exec(text.slice(found.end, found.end + 20))?.[0] ?? "";
  return { ...found, start: found.start - before.length, end: found.end + behind.length };
}

/** "the Marsh Infirmary in Larkfield": the town of an institution. */
const TOWN_BEHIND = /^\s(?:in|à|de|en)\s\p{Lu}\p{Ll}{3,}(?:-\p{L}+)*(?![\p{L}])/u;

function withTown(text: string, found: Found): Found {
  const isInstitution = found.rule === "institution" || found.rule === "facility";
  const town = isInstitution ? TOWN_BEHIND.exec(text.slice(found.end, found.end + 40))?.[0] : undefined;
  if (town === undefined || /(?:ung|tion|heit|keit|nacht|urlaub)$/u.test(town)) return found;
  return { ...found, end: found.end + town.length };
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

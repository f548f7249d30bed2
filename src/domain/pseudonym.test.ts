import { randomInt } from "node:crypto";

import { describe, expect, test } from "vitest";

import { ADJECTIVES, BIRDS } from "./pseudonym-words.ts";
import { handleOf, readPseudonym, suggestPseudonyms } from "./pseudonym.ts";
import { Refusal } from "./refusal.ts";

function messageOf(text: string): string {
  try {
    readPseudonym(text);
  } catch (error) {
    if (error instanceof Refusal && error.faults[0]?.field === "pseudonym") return error.message;
    throw error;
  }
  return "accepted";
}

describe("suggestions", () => {
  test("there are many, all different, and every one is a pseudonym as it stands", () => {
    expect(new Set(ADJECTIVES).size).toBe(ADJECTIVES.length);
    expect(new Set(BIRDS).size).toBe(BIRDS.length);
    expect(ADJECTIVES.length).toBeGreaterThanOrEqual(80);
    expect(BIRDS.length).toBeGreaterThanOrEqual(120);
    for (const adjective of ADJECTIVES)
      expect(readPseudonym(`${adjective} Kestrel`)).toBe(`${adjective} Kestrel`);
    for (const bird of BIRDS) expect(readPseudonym(`Grey ${bird}`)).toBe(`Grey ${bird}`);
  });

  test("come from the source of chance, each once", () => {
    const suggested = suggestPseudonyms((bound) => randomInt(bound), 5);
    expect(new Set(suggested).size).toBe(5);
    expect(suggestPseudonyms(() => 0, 3)).toEqual([`${ADJECTIVES[0]} ${BIRDS[0]}`]);
  });
});

describe("handleOf", () => {
  test.each([
    ["Grey Kestrel", "grey-kestrel"],
    ["Élan Müller-Ås", "elan-muller-as"],
    ["O'Brien 7", "obrien-7"],
    ["Weiß Łoś", "weiss-los"],
  ])("%s is @%s", (pseudonym, handle) => {
    expect(handleOf(pseudonym)).toBe(handle);
  });
});

describe("readPseudonym", () => {
  test.each([
    ["  grey   kestrel ", "Grey Kestrel"],
    ["o’brien", "O'brien"],
    ["AlBatross", "Albatross"],
    ["Ｇｒｅｙ Wren", "Grey Wren"],
    ["Élan-wren 7", "Élan-Wren 7"],
  ])("reads %j as %s", (text, pseudonym) => {
    expect(readPseudonym(text)).toBe(pseudonym);
    expect(readPseudonym(pseudonym)).toBe(pseudonym);
  });

  test.each([
    ["ab", /3 to 40 characters/u],
    ["", /3 to 40 characters/u],
    ["x".repeat(41), /3 to 40 characters/u],
    ["Grey\u202EKestrel", /invisible/u],
    ["Grey\u0000Kestrel", /invisible/u],
    ["Gr\u200Bey Kestrel", /plain letters/u],
    ["Grey 🦅 Kestrel", /plain letters/u],
    ["Gr\u0435y Kestrel", /mixes Latin/u],
    ["Серая Сова", /in Latin letters/u],
    ["Κουκουβάγια", /in Latin letters/u],
    ["Kestre1", /plain letters/u],
    ["Gr\u0251y Kestrel", /plain letters/u],
    ["<b>Grey</b>", /not an address|plain letters/u],
    ["grey@hospital.example", /not an address/u],
    ["hospital.example", /not an address/u],
    ["Kestrel 0791 2345", /not a number/u],
    ["12345", /not a number/u],
    ["Kestrel 12 34", /not a number/u],
    ["Admin", /“admin” out/u],
    ["Support Kestrel", /“support” out/u],
    ["Root", /reserved/u],
    ["Inbox", /reserved/u],
    ["Shared Inbox", /reserved/u],
    ["Dermatology", /reserved/u],
    ["Internal Medicine", /reserved/u],
    ["Dr Kestrel", /“dr” out/u],
    ["Dr. Kestrel", /“dr” out/u],
    ["Kestrel MD", /“md” out/u],
    ["Prof Grey Kestrel", /“prof” out/u],
  ])("refuses %j", (text, message) => {
    expect(messageOf(text)).toMatch(message);
  });
});

import { describe, expect, it } from "vitest";
import { readClaims } from "./claims.ts";

describe("readClaims", () => {
  it("reads the four claims and nothing else", () => {
    const claims = { profession: "nurse", specialty: "surgery", grade: "Oberärztin", country: "AT" };
    expect(readClaims({ ...claims, name: "Anna", sub: "x" })).toEqual(claims);
    expect(readClaims({})).toEqual({});
  });

  it.each([
    { profession: "Physician" },
    { profession: ["physician"] },
    { specialty: "astrology" },
    { specialty: "constructor" },
    { grade: "" },
    { grade: "   " },
    { grade: "x".repeat(61) },
    { grade: "chief\u202e" },
    { grade: "line\nbreak" },
    { grade: 4 },
    { country: "no" },
    { country: "NOR" },
    { country: null },
  ])("leaves out what it does not understand: %j", (claims) => {
    expect(readClaims(claims)).toEqual({});
  });
});

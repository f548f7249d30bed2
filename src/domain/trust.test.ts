import { describe, expect, test } from "vitest";

import { COMMENT_REASONS } from "./opinion.ts";
import { admit, admitStudent, admitOpinion, type OpinionFacts, reasonInWords } from "./trust.ts";

const local: OpinionFacts = {
  author: "local",
  trust: "unknown",
  attestation: { ok: true, verified: { profession: "physician" } },
  signedByAuthor: false,
  isCaseAuthor: false,
  isFirstOfAuthor: true,
};
const remote: OpinionFacts = { ...local, author: "remote", trust: "trusted", signedByAuthor: true };

describe("admitOpinion", () => {
  test.each([
    ["a physician of this institution", local],
    ["a physician of a trusted one", remote],
    ["a resident", { ...remote, attestation: { ok: true, verified: { profession: "resident" } } }],
  ] as const)("admits %s", (_, facts) => {
    expect(admitOpinion(facts)).toEqual({ kind: "admitted" });
  });

  test.each([
    ["no-proof", { ...remote, signedByAuthor: false }],
    ["unknown-peer", { ...remote, trust: "unknown" }],
    ["unknown-peer", { ...remote, trust: "limited" }],
    ["unknown-peer", { ...remote, trust: "blocked" }],
    ["no-attestation", { ...remote, attestation: undefined }],
    ["no-attestation", { ...local, attestation: undefined }],
    ["expired", { ...remote, attestation: { ok: false, reason: "expired" } }],
    ["other-key", { ...local, attestation: { ok: false, reason: "other-key" } }],
    ["student", { ...remote, attestation: { ok: true, verified: { profession: "student" } } }],
    ["not-a-physician", { ...local, attestation: { ok: true, verified: { profession: "nurse" } } }],
    ["own-case", { ...local, isCaseAuthor: true }],
    ["own-case", { ...remote, isCaseAuthor: true, isFirstOfAuthor: false }],
    ["not-first", { ...remote, isFirstOfAuthor: false }],
    // Who says it comes before who vouches for them.
    ["no-proof", { ...remote, signedByAuthor: false, trust: "unknown", attestation: undefined }],
  ] as const)("says %s", (reason, facts) => {
    expect(admitOpinion(facts)).toEqual({ kind: "comment", reason });
  });
});

describe("admit", () => {
  test("passes an admitted opinion on and no other", () => {
    const admitted = { text: "a", admission: { kind: "admitted" } } as const;
    expect(admit(admitted)).toBe(admitted);
    expect(admit({ text: "a", admission: { kind: "comment", reason: "expired" } })).toBeUndefined();
  });
});

test("a student's opinion counts among students, and nowhere else", () => {
  const student = { text: "a", admission: { kind: "comment", reason: "student" } } as const;
  expect(admitStudent(student)).toBe(student);
  expect(admit(student)).toBeUndefined();
  expect(admitStudent({ text: "a", admission: { kind: "admitted" } })).toBeUndefined();
  expect(admitStudent({ text: "a", admission: { kind: "comment", reason: "not-first" } })).toBeUndefined();
});

test("every reason has words of its own to end the sentence with", () => {
  const sentences = COMMENT_REASONS.map((reason) => reasonInWords(reason));
  expect(new Set(sentences).size).toBe(COMMENT_REASONS.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[a-z].+\.$/u);
});

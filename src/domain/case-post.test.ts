import { expect, test } from "vitest";
import { readCaseDraft } from "./case-draft.ts";
import { readCasePost } from "./case-post.ts";

const HOST = "hospital.example";
const read = (text: string, more: Partial<Parameters<typeof readCasePost>[0]> = {}) =>
  readCasePost({ text, warning: "", hasPictures: false, audience: undefined, ...more }, HOST);

test("a post that mentions a stream is a case: title, findings, question", () => {
  const fields = read(
    "@dermatology Annular plaque on the forearm\n\nRaised border, no scale.\n\nFungal after all, or should I biopsy? #Dermatology #InfectiousDisease",
  );
  expect(fields).toEqual({
    title: "Annular plaque on the forearm",
    findings: "Raised border, no scale.",
    question: "Fungal after all, or should I biopsy?",
    "specialty-1": "dermatology",
    "specialty-2": "infectious-disease",
  });
  expect(fields && readCaseDraft(fields).audience).toBe("network");
});

test("one line is title and question in one", () => {
  expect(read("Is this a scaphoid fracture? @radiology@hospital.example")).toMatchObject({
    title: "Is this a scaphoid fracture?",
    question: "Is this a scaphoid fracture?",
    "specialty-1": "radiology",
  });
});

test("a content warning is the title", () => {
  expect(read("What is it? @dermatology", { warning: "Wound after a bite" })).toMatchObject({
    title: "Wound after a bite",
    question: "What is it?",
  });
});

test("a picture makes a case; what it lacks is for the form to say", () => {
  const fields = read("Ring on the arm. What is it?", { hasPictures: true });
  expect(fields).not.toHaveProperty("specialty-1");
  expect(() => readCaseDraft(fields ?? {})).toThrow();
});

test.each([
  "See the talk on #dermatology",
  "@dermatology@elsewhere.example look",
  "mail dermatology@hospital.example",
  "hello",
])("%j is no case", (text) => {
  expect(read(text)).toBeUndefined();
});

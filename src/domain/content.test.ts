import { describe, expect, test } from "vitest";

import { caseContent } from "./case-content.ts";
import type { ClinicalCase } from "./case.ts";
import { readDifferential } from "./differential.ts";
import { opinionContent } from "./opinion-content.ts";

const clinical: ClinicalCase = {
  title: "Annular plaque",
  question: { kind: "diagnosis", text: "Fungal after all?\nOr biopsy?" },
  urgency: "day",
  specialties: ["dermatology"],
  patient: { ageBand: "40-44", sex: "female", skinType: "III" },
};
const nothing = { mentions: [], hashtags: [] };
const hostile = `"><script>alert('x')</script>&amp;<a href="javascript:x">`;
const escaped =
  "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&lt;a href=&quot;javascript:x&quot;&gt;";

/** The names of the tags in a text. */
const tagsOf = (html: string) => new Set([...html.matchAll(/<\/?([a-z0-9]+)/gu)].map(([, name]) => name));

describe("the content of a case", () => {
  test("begins with the title in bold and holds nothing that was not said", () => {
    expect(caseContent(clinical, nothing)).toBe(
      "<p><strong>Annular plaque</strong></p>" +
        "<p>Fungal after all?<br>Or biopsy?</p>" +
        "<p>What is it? · Answer within 24 h<br>Patient: female, 40 to 44 years, skin type III</p>",
    );
  });

  test("tells all of a full case in headings and lists, and links last", () => {
    const full: ClinicalCase = {
      ...clinical,
      findings: "single plaque\n\nno scale",
      history: "none",
      tried: "terbinafine",
      course: [
        { day: -31, event: "terbinafine begun" },
        { day: 0, event: "seen" },
      ],
    };
    const links = {
      mentions: [{ href: "https://a.example/actors/1", name: "dermatology@a.example" }],
      hashtags: [{ href: "https://a.example/tags/dermatology", name: "Dermatology" }],
    };
    expect(caseContent(full, links).split("III</p>")[1]).toBe(
      "<p><strong>Findings</strong></p><p>single plaque</p><p>no scale</p>" +
        "<p><strong>History</strong></p><p>none</p>" +
        "<p><strong>Course</strong></p><ul><li>day −31: terbinafine begun</li><li>day 0: seen</li></ul>" +
        "<p><strong>Tried so far</strong></p><p>terbinafine</p>" +
        '<p><span class="h-card"><a href="https://a.example/actors/1" class="u-url mention">' +
        "@<span>dermatology@a.example</span></a></span> " +
        '<a href="https://a.example/tags/dermatology" class="mention hashtag" rel="tag">#<span>Dermatology</span></a></p>',
    );
  });

  test("escapes whatever it is given", () => {
    const html = caseContent(
      {
        ...clinical,
        title: hostile,
        question: { kind: "diagnosis", text: hostile },
        findings: hostile,
        history: hostile,
        tried: hostile,
        course: [{ day: 1, event: hostile }],
      },
      { mentions: [{ href: hostile, name: hostile }], hashtags: [{ href: hostile, name: hostile }] },
    );
    expect(html.split(escaped)).toHaveLength(11);
    expect(html).not.toContain("<script");
    expect(tagsOf(html)).toEqual(new Set(["p", "strong", "br", "ul", "li", "span", "a"]));
  });
});

describe("the content of an opinion", () => {
  const differential = readDifferential([
    [{ text: "Granuloma annulare" }],
    [{ text: "Tinea corporis" }, { text: "Psoriasis" }],
  ]);

  test("numbers the ranks, with ties in one item", () => {
    expect(
      opinionContent({ differential, confidence: 70, cantMiss: [], blind: true }, { mentions: [] }),
    ).toBe(
      "<p><strong>Differential diagnosis</strong></p>" +
        "<ol><li>Granuloma annulare</li><li>Tinea corporis or Psoriasis</li></ol>" +
        "<p>70 % sure of the first diagnosis</p>",
    );
  });

  test("tells what must not be missed, next steps and reasoning, and whom it answers", () => {
    const html = opinionContent(
      {
        differential: readDifferential([[{ text: "A" }, { text: "B" }]]),
        confidence: 40,
        cantMiss: [{ text: "Melanoma", codings: [] }],
        nextSteps: "Biopsy.",
        reasoning: "No scale.",
        blind: false,
      },
      { mentions: [{ href: "https://a.example/actors/2", name: "grey-kestrel@a.example" }] },
    );
    expect(html).toMatch(/^<p><span class="h-card">.*@<span>grey-kestrel@a\.example<\/span>/u);
    expect(html).toContain("<ol><li>A or B</li></ol><p>40 % sure that it is one of the first</p>");
    expect(html).toContain("<p><strong>Not to be missed</strong></p><ul><li>Melanoma</li></ul>");
    expect(html).toContain("<p><strong>Next steps</strong></p><p>Biopsy.</p>");
    expect(html).toContain("<p><strong>Reasoning</strong></p><p>No scale.</p>");
  });

  test("escapes whatever it is given", () => {
    const html = opinionContent(
      {
        differential: readDifferential([[{ text: hostile }]]),
        confidence: 1,
        cantMiss: [{ text: hostile, codings: [] }],
        nextSteps: hostile,
        reasoning: hostile,
        blind: false,
      },
      { mentions: [{ href: hostile, name: hostile }] },
    );
    expect(html.split(escaped)).toHaveLength(7);
    expect(tagsOf(html)).toEqual(new Set(["p", "strong", "ol", "ul", "li", "span", "a"]));
  });
});

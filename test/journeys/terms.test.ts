import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { giveOpinion } from "#actions/give-opinion.ts";
import { importTerms, type TermImport } from "#actions/import-terms.ts";
import { loadSeedTerms } from "#actions/load-seed-terms.ts";
import type { Diagnosis } from "#domain/diagnosis.ts";
import { listOpinions } from "#store/opinions.ts";
import { suggestTerms } from "#store/terms/suggest-terms.ts";
import { postCase } from "#test/support/cases.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";

let northfield: TestInstance;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield" });
});
afterAll(() => northfield.stop());

const HEAD = "id\tlabel\tparents\ticd10cm\texact_synonyms";

/** Imports a file of these lines, and gives the report with its faults in the order of lines. */
async function imported(lines: readonly string[], options: Omit<TermImport, "file"> = {}) {
  const faults: string[] = [];
  const report = await importTerms(northfield.app.instance, {
    file: Readable.from([Buffer.from(`${lines.join("\n")}\n`)]),
    onFault: ({ line, message }) => faults.push(`${line}: ${message}`),
    ...options,
  });
  return { ...report, told: faults };
}

const found = async (text: string, language: "en" | "de" | "fr" | "es" = "en") =>
  suggestTerms(northfield.app.instance.db, { text, language });
const names = async (...query: Parameters<typeof found>): Promise<readonly string[]> =>
  (await found(...query)).map(({ text }) => text);

describe("the project's own list", () => {
  test("is there from the first start, and is not read again", async () => {
    expect(await names("psoriasis")).toContain("Psoriasis");
    await loadSeedTerms(northfield.app.instance);
    expect(await names("psoriasis")).toContain("Psoriasis");
  });

  test.each([
    ["the beginning of its name", "granuloma ann", "en", "Granuloma annulare"],
    ["a later word", "pigmentosa", "en", "Urticaria pigmentosa"],
    ["a synonym", "heart atta", "en", "Myocardial infarction"],
    ["an abbreviation", "DRESS", "en", "Drug reaction with eosinophilia and systemic symptoms"],
    ["two letters changed about", "psroiasis", "en", "Psoriasis"],
    ["German", "Gürtelr", "de", "Herpes zoster"],
    ["French, without its accents", "purpura rhumatoide", "fr", "Vascularite à IgA"],
    ["Spanish", "infarto de mio", "es", "Infarto de miocardio"],
  ] as const)("is found by %s", async (_, typed, language, label) => {
    expect(await names(typed, language)).toContain(label);
  });

  test("says nothing to one letter, to signs, to what is like nothing", async () => {
    for (const typed of ["p", "%", "_%", "\\", "xqzwvk", " ", "zq".repeat(5000)])
      expect(await names(typed)).toEqual([]);
  });
});

describe("GET /terms", () => {
  test("answers members, in the browser's language, and nobody else", async () => {
    const { client } = await northfield.signIn();
    const page = await client.get(`${northfield.origin}/terms?q=neuroderm&lang=de`);
    const { terms } = z.object({ terms: z.array(z.unknown()) }).parse(JSON.parse(page.text));
    expect(terms).toContainEqual({
      text: "Atopische Dermatitis",
      code: "consilium:atopic-dermatitis",
      matched: "Neurodermitis",
      near: false,
    });
    const stranger = await northfield.visitor().get(`${northfield.origin}/terms?q=psor`);
    expect(stranger.text).not.toContain("Psoriasis");
  });
});

describe("an import", () => {
  test("joins what is known, keeps its codes through later editions, and retires what is left out", async () => {
    const first = [
      HEAD,
      "DOID:4\tdisease\t\t\t",
      "DOID:8893\tpsoriasis\tDOID:4\tL40, L40.9\tpsoriasis vulgaris of old",
      "DOID:9\tlaboratory rash\tDOID:4\t\t",
    ];
    expect(await imported(first, { isDryRun: true })).toMatchObject({
      system: "doid",
      added: 3,
      applied: false,
    });
    expect(await names("laboratory rash")).toEqual([]);
    expect(await imported(first)).toMatchObject({ added: 3, joined: 1, faults: 0, applied: true });
    const [psoriasis] = await found("psoriasis");
    expect(psoriasis).toMatchObject({
      text: "Psoriasis",
      codings: [
        { system: "consilium", code: "psoriasis" },
        { system: "icd10cm", code: "L40.9" },
        { system: "doid", code: "DOID:8893" },
      ],
    });
    expect(await imported(first)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    const later = [
      HEAD,
      "DOID:4\tdisease\t\t\t",
      "DOID:8893\tpsoriasis\tDOID:4\tL40.9\tsilver scale disease",
    ];
    expect(await imported(later, { isComplete: true })).toMatchObject({
      changed: 1,
      unchanged: 1,
      retired: 1,
    });
    expect(await names("silver scale")).toEqual(["Psoriasis"]);
    expect(await names("laboratory rash")).toEqual([]);
    expect(await imported(first)).toMatchObject({ changed: 2, unchanged: 1 });
    expect(await names("laboratory rash")).toEqual(["laboratory rash"]);
  });

  test("tells every row at fault, and changes nothing", async () => {
    const report = await imported(
      [
        HEAD,
        "X1\tmade-up rash\tX2\t\t",
        "X2\tmade-up itch\tX3\t\t",
        "X3\tmade-up ache\tX1\t\t",
        "X4\t\t\t\t",
        "X 5\tspaced\t\t\t",
        "X6\torphan\tX99\t\t",
        "X7\ttwin\t\t\t",
        "X7\ttwin again\t\t\t",
        "X8\ttoo\tmany\t\t\tcolumns",
        "X9\thidden \u202E name\t\t\t",
        `X10\t${"long ".repeat(30_000)}\t\t\t`,
      ],
      { system: "made-up" },
    );
    expect(report).toMatchObject({ faults: 10, applied: false });
    expect(report.told.sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))).toEqual([
      "2: X1 has parents in a circle, by way of X2.",
      "3: X2 has parents in a circle, by way of X3.",
      "4: X3 has parents in a circle, by way of X1.",
      "5: X4 has no label.",
      "6: The id “X 5” is no code: 1 to 64 letters, digits and . : / + - _",
      "7: X6 has the parent X99, which is neither in the file nor known.",
      "9: X7 is in line 8 already.",
      "10: Has 6 columns, the head of the table has 5.",
      "11: X9: a name holds invisible control or text-direction characters.",
      "12: Is longer than any row can be.",
    ]);
    expect(await names("made-up")).toEqual([]);
  });

  test.each([
    ["codes", ["L400    Psoriasis vulgaris, as the ICD has it", "L401    Generalized something new"]],
    [
      "order",
      [
        `00001 L40     0 ${"Psoriasis".padEnd(60)} Psoriasis, as the ICD has it`,
        `00002 L402    1 ${"Acrodermatitis".padEnd(60)} Acrodermatitis, as the ICD has it`,
      ],
    ],
  ])("reads ICD-10-CM's %s file", async (_, lines) => {
    expect(await imported(lines)).toMatchObject({ system: "icd10cm", rows: 2, faults: 0, applied: true });
    const [{ codings } = { codings: [] }] = await found("as the ICD has");
    expect(codings[0]?.system).toBe("icd10cm");
    expect(codings[0]?.code).toMatch(/^L40(\.\d)?$/u);
  });

  test.each([
    ["no table", ["name,code", "Acne,L70"], {}, /first line is neither/u],
    ["a table of nobody knows what", ["id\tlabel", "1\tAcne"], {}, /--system/u],
    ["a system that is no name", [HEAD], { system: "No Name" }, /cannot name a system/u],
  ])("refuses %s", async (_, lines, options, words) => {
    await expect(imported(lines, options)).rejects.toThrow(words);
  });

  test("refuses bytes that are no UTF-8, and says where", async () => {
    const file = Readable.from([Buffer.from(`${HEAD}\nDOID:5\tna`), Buffer.from([0xef, 0x76, 0x75])]);
    await expect(importTerms(northfield.app.instance, { file })).rejects.toThrow(
      /not UTF-8 at or after line 2/u,
    );
  });
});

test("answers in two languages are one diagnosis, and an abbreviation of several is none", async () => {
  const { app } = northfield;
  const asker = await northfield.signIn();
  const caseId = await postCase(northfield, asker.physician);
  const answers: readonly (readonly [string, ...string[]])[] = [
    ["Herzinfarkt", "MS"],
    ["Heart attack", "myocardial infarction"],
    ["Infarctus du myocarde", "Something of its own"],
  ];
  const diagnosis = (text: string): Diagnosis => ({ text, codings: [] });
  for (const [first, second = ""] of answers) {
    const { physician } = await northfield.signIn();
    await giveOpinion(app.instance, physician, caseId, {
      differential: [[diagnosis(first)], [diagnosis(second)]],
      confidence: 60,
      cantMiss: [],
    });
  }
  const opinions = await listOpinions(app.instance.db, caseId);
  const codes = opinions.map(({ body }) =>
    body.differential.map(([{ codings }]) => codings.find(({ system }) => system === "consilium")?.code),
  );
  expect(codes).toEqual([
    ["myocardial-infarction", undefined],
    // The second would repeat the first: its author's words stay, without a code.
    ["myocardial-infarction", undefined],
    ["myocardial-infarction", undefined],
  ]);
  const page = await asker.client.get(`${northfield.origin}/cases/${caseId}`);
  expect(page.text).toContain("first for 3 of 3");
  expect((await found("myocard"))[0]?.text).toBe("Myocardial infarction");
});

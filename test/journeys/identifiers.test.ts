import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientPage } from "#demo/browser-client.ts";
import { unescapeHtml } from "#demo/html-forms.ts";
import { keptIdentifiers } from "#store/schema/index.ts";
import { photo } from "#test/support/images.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

let northfield: TestInstance;
let asker: SignedIn;
let colleague: SignedIn;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield" });
  [asker, colleague] = await Promise.all([northfield.signIn(), northfield.signIn()]);
});
afterAll(() => northfield.stop());

const words = (html: string): string =>
  unescapeHtml(html.replaceAll(/<[^>]+>/gu, " ")).replaceAll(/\s+/gu, " ");

const TELLING = "Ms Hartigan was seen on 3 June 2024 with a scaly ring.";

async function draft(values: Readonly<Record<string, string | Blob>> = {}): Promise<ClientPage> {
  const page = await asker.client.get(`${northfield.origin}/ask`);
  return asker.client.submit(page, "/ask", {
    title: "Ring on the forearm",
    question: "Fungal after all?",
    "specialty-1": "dermatology",
    ...values,
  });
}

const kept = () =>
  northfield.app.instance.db
    .select({ field: keptIdentifiers.field, kind: keptIdentifiers.kind, rule: keptIdentifiers.rule })
    .from(keptIdentifiers)
    .orderBy(keptIdentifiers.decidedAt, keptIdentifiers.field, keptIdentifiers.kind);

async function ask(): Promise<string> {
  const posted = await asker.client.submit(await draft(), "/post");
  return `${northfield.origin}${posted.url.pathname}`;
}

describe("a case whose words may identify the patient", () => {
  test("is not posted until its author has decided", async () => {
    const preview = await draft({ findings: TELLING });
    expect(words(preview.text)).toContain("Ms Hartigan in what you found: a name.");
    expect(words(preview.text)).toContain("3 June 2024 in what you found: a date: its year alone may stay.");

    const refused = await asker.client.submit(preview, "/post");
    expect(refused.status).toBe(422);
    expect(words(refused.text)).toContain(
      "Change what may identify the patient, or say that it identifies nobody.",
    );
    const before = await kept();

    const posted = await asker.client.submit(refused, "/post", { "keep-identifiers": "yes" });
    expect(posted.url.pathname).toMatch(/^\/cases\//u);
    expect((await kept()).slice(before.length)).toEqual([
      { field: "findings", kind: "date", rule: "day-month" },
      { field: "findings", kind: "name", rule: "title" },
    ]);
  });

  test("is rewritten by one click each, and then posted without a question", async () => {
    let preview = await draft({
      findings: TELLING,
      "photo-1": new Blob([new Uint8Array(await photo(300, 300))]),
      "alt-1": "Forearm of Ms Hartigan",
    });
    for (let left = 3; left > 0; left--) {
      expect(preview.text.match(/class="button quiet small"/gu)).toHaveLength(left);
      preview = await asker.client.submit(preview, "/rewrite");
    }
    const read = words(preview.text);
    expect(read).toContain("Nothing was found in the words.");
    expect(read).toContain("the patient was seen on 2024 with a scaly ring.");
    expect(preview.text).not.toContain("Hartigan");
    const posted = await asker.client.submit(preview, "/post");
    expect(posted.url.pathname).toMatch(/^\/cases\//u);
  });

  test("a rewrite of a text that has changed meanwhile is refused", async () => {
    const preview = await draft({ findings: TELLING });
    await asker.client.submit(preview, "/rewrite");
    const again = await asker.client.submit(preview, "/rewrite");
    expect(again.status).toBe(409);
    expect(words(again.text)).toContain("The draft has changed meanwhile.");
  });
});

describe("an answer and a comment", () => {
  test("come back with what was found, and go through when the author says so", async () => {
    const url = await ask();
    const page = await colleague.client.get(url);
    const answer = { "diagnosis-1": "Granuloma annulare", confidence: "70", reasoning: "As in Mr Okonkwo." };
    const refused = await colleague.client.submit(page, "/answer", answer);
    expect(refused.status).toBe(422);
    expect(words(refused.text)).toContain("“Mr Okonkwo” may identify the patient: a name.");
    const given = await colleague.client.submit(refused, "/answer", { "keep-identifiers": "yes" });
    expect(given.status).toBe(200);
    expect(words(given.text)).toContain("As in Mr Okonkwo.");

    const commented = await colleague.client.submit(given, "/comment", {
      comment: "Call me: (415) 555-0134",
    });
    expect(commented.status).toBe(422);
    expect(words(commented.text)).toContain("“(415) 555-0134” may identify the patient: a telephone number.");
    const done = await colleague.client.submit(commented, "/comment", { "keep-identifiers": "yes" });
    expect(words(done.text)).toContain("Call me: (415) 555-0134");
  });
});

describe("the check while somebody writes", () => {
  test("is for physicians, and takes texts by name only", async () => {
    const check = (client: SignedIn["client"], body: string): Promise<ClientPage> =>
      client.postJson(`${northfield.origin}/check-texts`, body);
    const found = await check(asker.client, JSON.stringify({ question: TELLING }));
    expect(JSON.parse(found.text)).toEqual({
      found: [
        { field: "question", start: 0, found: "Ms Hartigan", words: "a name", rewrite: "the patient" },
        {
          field: "question",
          start: 24,
          found: "3 June 2024",
          words: "a date: its year alone may stay",
          rewrite: "2024",
        },
      ],
    });
    expect((await check(northfield.visitor(), "{}")).status).toBe(401);
    expect((await check(asker.client, "[1]")).status).toBe(422);
    expect((await check(asker.client, "{")).status).toBe(422);
  });
});
